"""A province with two bases, and its officer at work."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests import factories, world_small
from tests.world_small import World
from zhupei.kernel import clock


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield world_small.load()
    clock.reset()


@pytest.fixture
def province(world: World, client: Client) -> Client:
    return factories.login(client, factories.staff("province"))
