"""The small world with an officer of the province, and files of its designated list."""

from collections.abc import Iterator

import pytest

from tests import world_small
from tests.world_small import World
from zhupei.imports.sheet_reader import reader
from zhupei.kernel import clock


@pytest.fixture(scope="session", autouse=True)
def child() -> Iterator[None]:
    """One for all tests of a process."""
    yield
    reader().close()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield world_small.load()
    clock.reset()
