"""Committed data: races need transactions that really end."""

import pytest

from tests import world_small
from tests.world_small import World


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_small.load()
