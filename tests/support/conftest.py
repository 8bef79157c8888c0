import pytest

from tests import world_small
from tests.support.given import Desk
from tests.world_small import World


@pytest.fixture
def world(db: None) -> World:
    return world_small.load()


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk()
