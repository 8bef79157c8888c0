"""A base with its staff, the whole document matrix, and submitted applications, built by the real actions."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import factories, world_small
from tests.applicants import WorldApplicant, drafted, submit
from tests.desks.base.desk import Desk
from tests.dossiers import people
from tests.world_small import World
from zhupei.cycles.models import DocumentDemand
from zhupei.dossiers import loading
from zhupei.kernel import clock


@pytest.fixture
def world(db: None):  # type: ignore[no-untyped-def]
    world = world_small.load()
    DocumentDemand.objects.filter(cycle=world.cycle).delete()
    loading.load_document_matrix(world.cycle)
    yield world
    clock.reset()


@pytest.fixture
def apply(world: World) -> Callable[..., WorldApplicant]:
    """`apply(name=…, plans=[("0100", "A")])`: a submitted application."""

    def make(
        *, name: str = "和志远", plans: tuple[tuple[str, str], ...] = (("0100", "A"),), **basics: object
    ) -> WorldApplicant:
        person = people.complete(people.filled(factories.applicant(name=name), **basics), cycle_=world.cycle)
        applicant = drafted(world, person, [world.line(*plan) for plan in plans])
        submit(applicant)
        applicant.reloaded()
        return applicant

    return make


@pytest.fixture
def desk(world: World, client: Client) -> Desk:
    """The reviewer of base A at his desk."""
    return Desk(factories.login(client, world.reviewer), world.a)


@pytest.fixture
def chief(world: World) -> Desk:
    """The administrator of base A."""
    return Desk(factories.login(Client(), world.administrator), world.a)
