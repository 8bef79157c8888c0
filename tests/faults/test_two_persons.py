"""A confirmation that breaks at its N-th statement: the account as before and the motion open, or all of it done."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import applicants, world_small
from tests.applicants import WorldApplicant
from tests.faults.test_statements import breaks, loses_the_connection, until_clean
from tests.support.given import OWNER_PHONE, Desk, messages
from tests.world_small import World, later
from zhupei.accounts.models import User
from zhupei.applications import states
from zhupei.approvals.models import Decision
from zhupei.audit.models import Event
from zhupei.support.acts import FREEZE, RELEASE, REPLACE_PHONE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STANDING = {RELEASE: "released", FREEZE: "frozen", REPLACE_PHONE: "active"}


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_small.load()


def confirmation(world: World, verb: str) -> tuple[WorldApplicant, Callable[[], Any]]:
    approved, desk = applicants.approved(world), Desk()
    motion, at = desk.propose(verb, approved.person), later()
    return approved, lambda: desk.confirm(motion, at=at)


def whole(person: WorldApplicant, verb: str) -> None:
    """The new state with everything that belongs to it, once."""
    assert User.objects.get(pk=person.person.pk).standing == STANDING[verb]
    assert person.reloaded().state == (states.VOID if verb == RELEASE else states.APPROVED)
    assert Decision.objects.get().motion.state == "confirmed"
    assert Event.objects.filter(verb=verb).count() == 1
    assert len(messages(OWNER_PHONE)) == 1


@pytest.mark.parametrize(("verb", "least"), [(RELEASE, 20), (FREEZE, 15), (REPLACE_PHONE, 15)])
def test_a_confirmation_that_breaks_anywhere_leaves_nothing(world: World, verb: str, least: int) -> None:
    person, act = confirmation(world, verb)
    assert until_clean(act, breaks) >= least
    whole(person, verb)


def test_a_lost_connection_leaves_nothing(world: World) -> None:
    person, act = confirmation(world, RELEASE)
    assert until_clean(act, loses_the_connection, step=5) >= 5
    whole(person, RELEASE)
