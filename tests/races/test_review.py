"""Two reviewers decide about the same application, one has two windows open, clicks at the limit of reveals.

Each race with a control whose lock is off.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet

from tests import applicants
from tests.applicants import WorldApplicant
from tests.effort import turns
from tests.races import together
from tests.races.unlocking import unlock
from tests.tampering import past_the_triggers
from tests.world_small import World, later
from zhupei.accounts.models import Reveal
from zhupei.applications.actions import leasing, revealing
from zhupei.applications.models import Application, Review, ReviewLease, Transition
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refused
from zhupei.reports import invariants

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Act = Callable[..., Any]


def words(results: list[Any]) -> list[str]:
    """Results as "ok", the code of a refusal, or the name of any other exception."""
    return [
        result.refusal.code
        if isinstance(result, Refused)
        else type(result).__name__
        if isinstance(result, BaseException)
        else "ok"
        for result in results
    ]


def unlocked(monkeypatch: pytest.MonkeyPatch, parties: int) -> None:
    """Every act reads its application without a lock, and all have read before one of them writes."""
    meeting = Barrier(parties)

    def read(application_id: object) -> Application:
        application = Application.objects.select_related("round__cycle").get(pk=application_id)
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=5)
        return application

    unlock(monkeypatch, read)


def both(world: World, waiting: WorldApplicant, first: Act, second: Act) -> list[Any]:
    """The reviewer and a colleague decide at the same moment about the same version."""
    seen, at = waiting.version_id, later()
    parties = ((first, world.reviewer), (second, world.colleague))

    def decide(i: int) -> Any:
        act, actor = parties[i]
        return act(waiting, version_id=seen, actor=actor, at=at)

    return together(2, decide)


PAIRS = [
    (applicants.approve, applicants.reject),
    (applicants.approve, applicants.send_back),
    (applicants.approve, applicants.approve),
]


def test_of_two_decisions_one_counts(world: World) -> None:
    for n, _ in enumerate(turns(), 1):
        waiting = applicants.submitted(world)
        said = words(both(world, waiting, *PAIRS[n % len(PAIRS)]))
        assert sorted(word.partition(":")[0] for word in said) == ["move", "ok"]
        review = waiting.reloaded().reviews.get()
        winner = (world.reviewer, world.colleague)[said.index("ok")]
        assert review.reviewer_id == winner.pk
        assert (
            waiting.application.state
            == {"approve": "approved", "reject": "rejected", "return": "returned"}[review.verdict]
        )
        assert Review.objects.count() == n == Transition.objects.exclude(review=None).count()
    assert invariants.findings() == []


def test_control_without_the_lock_both_decisions_are_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = applicants.submitted(world)
    unlocked(monkeypatch, 2)
    assert words(both(world, waiting, applicants.approve, applicants.reject)) == ["ok", "ok"]
    assert waiting.application.reviews.count() == 2
    assert {finding.number for finding in invariants.findings()} & {3, 4}


def test_a_reviewer_with_two_windows_looks_at_one_application(world: World) -> None:
    waiting = [applicants.submitted(world), applicants.submitted(world)]
    for _ in turns():
        at = later()
        said = words(
            together(
                2,
                lambda i, at=at: leasing.take_lease(
                    application_id=waiting[i].application.pk, actor=world.reviewer, at=at
                ),
            )
        )
        assert said == ["ok", "ok"]
        assert ReviewLease.objects.filter(reviewer=world.reviewer).count() == 1


def near_the_limit(world: World, waiting: WorldApplicant) -> list[Any]:
    """Five clicks at once with one reveal left."""
    at = later()
    with past_the_triggers():
        Reveal.objects.all().delete()
    Reveal.objects.bulk_create(
        Reveal(actor=world.reviewer, person=waiting.person, what="phone", reason="核对", at=at)
        for _ in range(settings.REVEALS_A_DAY - 1)
    )

    def click(_: int) -> str:
        return revealing.reveal(
            application_id=waiting.application.pk, what="phone", reason="核对", actor=world.reviewer, at=at
        )

    return together(5, click)


def test_clicks_at_once_do_not_pass_the_limit_of_a_day(world: World) -> None:
    waiting = applicants.submitted(world)
    for _ in turns():
        assert sorted(words(near_the_limit(world, waiting))) == ["ok"] + ["reveal:limit"] * 4
        assert Reveal.objects.count() == settings.REVEALS_A_DAY


def test_control_without_the_lock_the_limit_is_passed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = applicants.submitted(world)
    meeting, count = Barrier(5), QuerySet.count

    def counted(rows: QuerySet) -> int:
        found = count(rows)
        if rows.model is Reveal:
            with suppress(BrokenBarrierError):
                meeting.wait(timeout=5)
        return found

    monkeypatch.setattr(locks, "hold", lambda name: None)
    monkeypatch.setattr(QuerySet, "count", counted)
    assert words(near_the_limit(world, waiting)) == ["ok"] * 5
