"""One person, several clicks: double submit, two tabs, two rounds. Each race with a control whose lock is off."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from tests import applicants
from tests.effort import turns
from tests.races import together
from tests.races.unlocking import unlock
from tests.world_small import CLOSES, World, later
from zhupei.accounts.models import User
from zhupei.applications import actions, queries, rules, states
from zhupei.applications.models import Application, Transition, Version
from zhupei.cycles.models import PlanLine, Round
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refused
from zhupei.reports import invariants

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def codes_of(results: list[Any]) -> list[str]:
    """Results as words: "ok", the code of a refusal, the name of any other exception."""
    words = []
    for result in results:
        if isinstance(result, Refused):
            words.append(result.refusal.code)
        else:
            words.append(type(result).__name__ if isinstance(result, BaseException) else "ok")
    return words


def unlocked(monkeypatch: pytest.MonkeyPatch, parties: int) -> None:
    """The locks off: every act reads its application without them, and all have read before one of them writes."""
    meeting = Barrier(parties)

    def read(application_id: object) -> Application:
        application = Application.objects.select_related("round__cycle").get(pk=application_id)
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=5)
        return application

    unlock(monkeypatch, read)
    monkeypatch.setattr(locks, "hold", lambda name: None)


def double_click(ready: applicants.WorldApplicant, clicks: int = 3) -> list[Any]:
    """The same form, the same code, several times at once."""
    form, at = applicants.check_page(ready), later()
    code_id = applicants.code(ready.person, "submit", at)
    return together(clicks, lambda _: applicants.submit(ready, at, code_id, **form))


def two_tabs(ready: applicants.WorldApplicant) -> list[Any]:
    """Two rendered check pages, two codes."""
    forms, at = [applicants.check_page(ready), applicants.check_page(ready)], later()
    code_ids = [applicants.code(ready.person, "submit", at) for _ in forms]
    return together(2, lambda i: applicants.submit(ready, at, code_ids[i], **forms[i]))


def test_a_double_click_gets_one_receipt(world: World) -> None:
    ready = applicants.ready(world)
    for n, _ in enumerate(turns(), 1):
        results = double_click(ready)
        assert codes_of(results) == ["ok"] * 3
        assert len({version.pk for version in results}) == 1
        assert Version.objects.count() == n == results[0].ordinal
        applicants.withdraw(ready)
    assert Transition.objects.filter(verb="submit").count() == n
    assert invariants.findings() == []


def test_control_without_the_lock_a_double_click_gets_something_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = applicants.ready(world)
    unlocked(monkeypatch, 2)
    assert "ok" in (words := codes_of(double_click(ready, 2))) and words != ["ok", "ok"]


def test_of_two_tabs_one_submits(world: World) -> None:
    ready = applicants.ready(world)
    for n, _ in enumerate(turns(), 1):
        assert sorted(codes_of(two_tabs(ready))) == ["move:submitted:submit", "ok"]
        assert Version.objects.count() == n
        applicants.withdraw(ready)
    assert invariants.findings() == []


def test_control_neither_locked_nor_compared_two_tabs_submit_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = applicants.ready(world)
    unlocked(monkeypatch, 2)
    monkeypatch.setattr(rules, "as_checked", lambda changed: None)
    assert codes_of(two_tabs(ready)) == ["ok", "ok"]
    assert Version.objects.count() == 2
    assert {finding.number for finding in invariants.findings()} >= {4}


def two_rounds(world: World) -> tuple[applicants.WorldApplicant, applicants.WorldApplicant]:
    """One person's drafts of two rounds, both open."""
    first = applicants.ready(world)
    stage = world.stage("registration", world.second)
    stage.opens, stage.closes = world.stage("registration").opens, CLOSES
    stage.save()
    application = actions.open_draft(
        actor=first.person, round_=world.second, track="western", kind="residency", at=later()
    )
    second = applicants.WorldApplicant(world, first.person, application)
    applicants.arrange(second, [PlanLine.objects.get(round=world.second)])
    return first, second


def both(drafts: tuple[applicants.WorldApplicant, applicants.WorldApplicant]) -> list[Any]:
    forms, at = [applicants.check_page(draft) for draft in drafts], later()
    code_ids = [applicants.code(draft.person, "submit", at) for draft in drafts]
    return together(2, lambda i: applicants.submit(drafts[i], at, code_ids[i], **forms[i]))


def test_of_two_rounds_one_is_in_force(world: World) -> None:
    drafts = two_rounds(world)
    for _ in turns():
        words = codes_of(both(drafts))
        assert sorted(words) == ["application:live", "ok"]
        winner = drafts[words.index("ok")]
        assert Application.objects.get(state=states.SUBMITTED) == winner.application
        applicants.withdraw(winner)
    assert invariants.findings() == []


def test_control_without_the_lock_the_constraint_has_to_step_in(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts, meeting = two_rounds(world), Barrier(2)

    def glance(person: User, round_: Round) -> str:
        found = elsewhere(person, round_)
        meeting.wait(timeout=5)
        return found

    elsewhere = queries.in_force_elsewhere
    forms, at = [applicants.check_page(draft) for draft in drafts], later()
    code_ids = [applicants.code(draft.person, "submit", at) for draft in drafts]
    monkeypatch.setattr(queries, "in_force_elsewhere", glance)
    monkeypatch.setattr(locks, "hold", lambda name: None)
    monkeypatch.setattr("zhupei.applications.submission_loading.hold_dossier", lambda person: None)
    results = together(2, lambda i: applicants.submit(drafts[i], at, code_ids[i], **forms[i]))
    assert sorted(codes_of(results)) == ["IntegrityError", "ok"]
