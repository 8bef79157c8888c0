"""A commit of an import that breaks at its N-th statement: the list as before, or all of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import applicants, world_small
from tests.faults.test_statements import breaks, is_refused_by_the_server, until_clean
from tests.imports.lists import checked, committed, confirmed, listed, row
from tests.world_small import World, later
from zhupei.audit.models import Event
from zhupei.cycles.models import DesignatedPlace
from zhupei.imports import actions, examining, kinds, states
from zhupei.imports.models import Choices, Import
from zhupei.imports.sheet_reader import reader
from zhupei.kernel.crypto import vault
from zhupei.notifications.models import Notice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return world_small.load()


def commit(world: World) -> tuple[Import, Callable[[], Any]]:
    """One added, one changed, one who has chosen something else and is told."""
    committed(world, listed(row(1)))
    person = applicants.submitted(world).person
    other = row(number=person.document_number.plain(), name=person.name, specialty="外科")
    found, _ = checked(world, listed(row(0), row(1, specialty="外科"), other))
    confirmed(found)
    table, at = examining.read(kinds.get("designated"), vault.get(found.file_key), Choices(), reader()), later()
    return found, lambda: actions.commit(import_id=found.pk, table=table, at=at)


@pytest.mark.parametrize(("harm", "step", "least"), [(breaks, 1, 10), (is_refused_by_the_server, 2, 5)])
def test_a_commit_that_breaks_anywhere_leaves_nothing(world: World, harm: Any, step: int, least: int) -> None:
    found, act = commit(world)

    assert until_clean(act, harm, step=step) >= least

    found.refresh_from_db()
    assert (found.state, DesignatedPlace.objects.count()) == (states.COMMITTED, 3)
    assert Event.objects.filter(verb="import.commit", object_id=str(found.pk)).count() == 1
    assert Notice.objects.filter(kind="application.designated").count() == 1
