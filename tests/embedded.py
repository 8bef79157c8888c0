"""Starts the tests' own PostgreSQL before Django's settings are read (loaded by `-p tests.embedded`)."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("ZHUPEI_DATA_DIR", str(Path(__file__).resolve().parents[1] / "var" / "test"))
os.environ.setdefault("ZHUPEI_CAPTCHA_COST", "500")

from zhupei.config import database
from zhupei.config.environment import Environment

GIVEN = os.environ.get("DATABASE_URL")
DATA_DIR = Environment().data_dir
database.ensure(DATA_DIR)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no server behind (the controller of parallel workers stops it)."""
    if GIVEN is None and not hasattr(config, "workerinput"):
        database.stop_embedded(DATA_DIR)
