"""One committed world for the tests of this folder, each of which undoes what it did to it.

No test that wants an empty database may live here: the world stands until the last test of the folder.
"""

import io
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tests.reports.standing_world import standing
from tests.reports.standing_world.standing import Standing


@pytest.fixture
def own_files() -> None:
    """The files belong to the standing world."""


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Standing]:  # type: ignore[no-untyped-def]
    """Built once and committed. `world.log` is everything that was logged meanwhile, as it is written."""
    folder, written = tmp_path_factory.mktemp("world"), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.getLogger().handlers[0].formatter)
    storages = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "files"},
        },
    }
    with django_db_blocker.unblock(), override_settings(DATA_DIR=folder, STORAGES=storages):
        try:
            logging.getLogger().addHandler(handler)
            built = standing.build()
            logging.getLogger().removeHandler(handler)
            built.log = written.getvalue()
            yield built
        finally:
            standing.clear()


@pytest.fixture
def touched(world: Standing, tmp_path: Path) -> Iterator[Standing]:
    """The world to do harm to: rows and files are as before afterwards."""
    files = Path(settings.DATA_DIR)
    shutil.copytree(files, tmp_path / "kept")
    with standing.undone():
        yield world
    shutil.rmtree(files)
    shutil.copytree(tmp_path / "kept", files)
