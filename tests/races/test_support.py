"""The support desk takes an account away while its person submits and its base decides.

Each race with a control whose lock is off.
"""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests import applicants
from tests.applicants import WorldApplicant
from tests.effort import TURNS
from tests.races import together
from tests.races.test_review import words
from tests.races.unlocking import unlock
from tests.support.given import Desk
from tests.world_small import World, later
from zhupei.accounts import queries as accounts
from zhupei.accounts.models import User
from zhupei.applications import lock_queries, states
from zhupei.applications.models import Application, Transition
from zhupei.audit.models import Link
from zhupei.reports import invariants
from zhupei.support.acts import FREEZE, RELEASE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STEP = 0.008  # seconds by which one of two is late, a little more each time: both orders are met
Act = Callable[[], Any]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk()


def submission(ready: WorldApplicant) -> Act:
    form, at = applicants.check_page(ready), later()
    code_id = applicants.code(ready.person, "submit", at)
    return lambda: applicants.submit(ready, at, code_id, **form)


def approval(waiting: WorldApplicant) -> Act:
    version_id, at = waiting.version_id, later()
    return lambda: applicants.approve(waiting, version_id=version_id, at=at)


def confirmation(desk: Desk, verb: str, person: User) -> Act:
    motion, at = desk.propose(verb, person), later()
    return lambda: desk.confirm(motion, at=at)


def meet(first: Act, second: Act, n: int) -> list[str]:
    """Even turns make the first late, odd ones the second."""

    def run(i: int) -> Any:
        if i == n % 2:
            time.sleep(n // 2 * STEP)
        return (first, second)[i]()

    return words(together(2, run))


def sequence(verb: str, object_id: object) -> int:
    """Where this act stands in the order in which everything was committed."""
    return Link.objects.get(event__verb=verb, event__object_id=str(object_id)).sequence


def test_a_number_is_taken_back_while_its_taker_submits(world: World, desk: Desk) -> None:
    said = set()
    for n in range(TURNS):
        taker = applicants.ready(world)
        results = meet(submission(taker), confirmation(desk, RELEASE, taker.person), n)
        assert results[1] == "ok"
        assert taker.reloaded().state == (states.VOID if results[0] == "ok" else states.DRAFT)
        said.add(results[0])
    assert said == {"ok", "account:released"}, "both orders have been met"
    assert invariants.findings() == []


def test_control_without_the_lock_he_submits_behind_its_back(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taker = applicants.ready(world)
    submit, release = submission(taker), confirmation(desk, RELEASE, taker.person)
    read_before: set[UUID] = set()

    def read(person_id: UUID) -> list[Application]:
        found = list(Application.objects.filter(person=person_id).select_related("version", "round"))
        if person_id in read_before:
            together(1, lambda _: submit())
        read_before.add(person_id)
        return found

    monkeypatch.setattr(lock_queries, "hold_all_of", read)
    monkeypatch.setattr(accounts, "locked", lambda user_id: User.objects.get(pk=user_id))
    release()
    assert taker.reloaded().state == states.SUBMITTED
    assert {finding.number for finding in invariants.findings()} == {16}


def test_a_number_is_taken_back_while_its_base_decides(world: World, desk: Desk) -> None:
    said = set()
    for n in range(TURNS):
        taker = applicants.submitted(world)
        results = meet(approval(taker), confirmation(desk, RELEASE, taker.person), n)
        assert results[1] == "ok" and taker.reloaded().state == states.VOID
        said.add(results[0])
    assert said == {"ok", "move:voided:approve"}, "both orders have been met"
    assert invariants.findings() == []


def test_control_without_the_lock_the_approval_comes_back(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taker = applicants.submitted(world)
    approve, release = approval(taker), confirmation(desk, RELEASE, taker.person)

    def read(application_id: UUID) -> Application:
        found = Application.objects.select_related("round__cycle").get(pk=application_id)
        together(1, lambda _: release())
        return found

    unlock(monkeypatch, read)
    approve()
    assert taker.reloaded().state == states.APPROVED
    assert 16 in {finding.number for finding in invariants.findings()}


def test_an_account_is_frozen_while_its_person_submits(world: World, desk: Desk) -> None:
    said = set()
    for n in range(TURNS):
        ready = applicants.ready(world)
        results = meet(submission(ready), confirmation(desk, FREEZE, ready.person), n)
        assert results[1] == "ok"
        if results[0] == "ok":
            submitted = sequence("application.submit", ready.application.pk)
            assert submitted < sequence("account.freeze", ready.person.pk), "nothing is submitted by a frozen account"
        assert Transition.objects.filter(application=ready.application).exists() is (results[0] == "ok")
        said.add(results[0])
    assert said == {"ok", "account:frozen"}, "both orders have been met"
    assert invariants.findings() == []


def test_control_asked_before_the_lock_a_frozen_account_submits(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = applicants.ready(world)
    submit, freeze = submission(ready), confirmation(desk, FREEZE, ready.person)

    locked = lock_queries.locked

    def glance(application_id: UUID) -> Application:
        application = locked(application_id)
        together(1, lambda _: freeze())
        return application

    unlock(monkeypatch, glance)
    monkeypatch.setattr(lock_queries, "hold_all_of", lambda person_id: [])
    submit()
    assert sequence("application.submit", ready.application.pk) > sequence("account.freeze", ready.person.pk)
