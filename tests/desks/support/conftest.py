"""The two of the desk in their browsers."""

import pytest
from django.test import Client

from tests.support.given import Desk, signed_in
from tests.world_small import World
from tests.world_small import load as world_load


@pytest.fixture
def world(db: None) -> World:
    return world_load()


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk()


@pytest.fixture
def first(desk: Desk) -> Client:
    return signed_in(desk.first)


@pytest.fixture
def second(desk: Desk) -> Client:
    return signed_in(desk.second)
