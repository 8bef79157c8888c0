"""The small world, in the middle of its first registration; the clock stands still."""

import pytest

from tests import world_small
from tests.world_small import World


@pytest.fixture
def world(db: None) -> World:
    return world_small.load()
