"""Registration is extended while somebody submits at the old deadline, and while two officers confirm at once."""

import time
from threading import Event
from typing import Any
from uuid import UUID

import pytest

from tests import applicants, factories
from tests.effort import TURNS, turns
from tests.province import DAY, Province
from tests.races import together
from tests.races.test_submission import codes_of
from tests.world_small import CLOSES, World
from zhupei.applications import lock_queries
from zhupei.applications.models import RefusedAttempt
from zhupei.approvals.models import Decision, Motion
from zhupei.audit.models import Event as Recorded
from zhupei.cycles import queries as cycles
from zhupei.cycles.actions import extending
from zhupei.cycles.models import Round, Stage
from zhupei.kernel import clock
from zhupei.portal.models import Announcement
from zhupei.reports import invariants

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STEP = 0.004  # seconds: the second act begins a little later in every repeat, so that it meets each part of the first


def back(world: World) -> None:
    """The dates as they were."""
    for stage in Stage.objects.filter(round=world.first, kind__in=("registration", "review")):
        Stage.objects.filter(pk=stage.pk).update(closes=stage.closes - 2 * DAY)


def submit_or_extend(ready: applicants.WorldApplicant, province: Province, motion: Motion, n: int) -> list[Any]:
    """The submission arrives in the second of the old deadline; the confirmation was asked for just before.

    In the first repeat the one waits for the other, in the last it is the other way round, between them they meet.
    """
    form = applicants.check_page(ready)
    code_id = applicants.code(ready.person, "submit", CLOSES)
    done = [Event(), Event()]

    def act(i: int) -> Any:
        if n == (TURNS - 1 if i else 0):
            done[1 - i].wait(timeout=30)
        time.sleep(max(0, (n - TURNS // 2) * (1 if i else -1)) * STEP)
        try:
            if i:
                return province.confirm(motion, at=CLOSES - DAY / 86_400)
            return applicants.submit(ready, CLOSES, code_id, **form)
        finally:
            done[i].set()

    return together(2, act)


def test_a_submission_at_the_old_deadline_counts_or_is_late_and_is_never_lost(world: World) -> None:
    ready, province = applicants.ready(world), Province(world)
    outcomes = set()
    for n in range(TURNS):
        clock.freeze(CLOSES - DAY)
        motion = province.propose()
        clock.freeze(CLOSES)
        late = RefusedAttempt.objects.count()

        results = submit_or_extend(ready, province, motion, n)

        word = codes_of(results)
        assert word[1] == "ok" and province.dates()["registration"] == CLOSES + 2 * DAY
        assert word[0] in ("ok", "window:closed")
        outcomes.add(word[0])
        if word[0] == "ok":
            assert ready.reloaded().state == "submitted"
            assert ready.application.version and ready.application.version.received_at == CLOSES
            applicants.withdraw(ready)
        else:
            assert ready.reloaded().state == "draft" and RefusedAttempt.objects.count() == late + 1
            assert RefusedAttempt.objects.latest("pk").received_at == CLOSES
        assert invariants.findings({1, 2, 3, 4, 7}) == []
        back(world)
    assert outcomes == {"ok", "window:closed"}, "both orders have been met"


def test_control_without_the_held_window_a_submission_in_time_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks at the dates, the extension is committed, and it is refused by dates that hold no more."""
    ready, province = applicants.ready(world), Province(world)
    clock.freeze(CLOSES - DAY)
    motion = province.propose()
    clock.freeze(CLOSES)
    looked, moved = Event(), Event()

    def glance(round_: Round, kind: str) -> Stage | None:
        window = Stage.objects.get(round=round_, kind=kind)
        looked.set()
        moved.wait(timeout=5)
        return window

    def confirm() -> Motion:
        looked.wait(timeout=5)
        done = province.confirm(motion, at=CLOSES - DAY / 86_400)
        moved.set()
        return done

    monkeypatch.setattr(lock_queries, "held_window", glance)
    form = applicants.check_page(ready)
    code_id = applicants.code(ready.person, "submit", CLOSES)

    results = together(2, lambda i: confirm() if i else applicants.submit(ready, CLOSES, code_id, **form))

    assert codes_of(results) == ["window:closed", "ok"]
    found = RefusedAttempt.objects.get()
    assert found.closes is not None and found.received_at < found.closes, "in time by the dates that were committed"


def confirm_twice(province: Province, motion: Motion) -> list[Any]:
    pair = (province.second, factories.staff(name="李雪"))
    at = clock.now()
    return together(2, lambda i: province.confirm(motion, actor=pair[i], at=at))


def test_two_who_confirm_at_once_extend_once(world: World) -> None:
    province = Province(world)
    for n, _ in enumerate(turns(), 1):
        motion = province.propose()

        words = codes_of(confirm_twice(province, motion))

        assert sorted(words) == ["move:confirmed:confirm", "ok"]
        assert province.dates()["registration"] == CLOSES + 2 * DAY
        assert Decision.objects.count() == Announcement.objects.count() == n
        assert Recorded.objects.filter(verb=extending.VERB).count() == n
        back(world)


def test_control_without_the_dates_held_two_extensions_overwrite_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two acts, each by the dates it has read: the earlier end may win, and somebody was promised the later one."""
    province = Province(world)
    read, moved = Event(), Event()
    held = cycles.held_dates

    def unlocked(round_id: Any) -> cycles.Dates:
        found = cycles.dates(round_id)
        if not read.is_set():
            read.set()
            moved.wait(timeout=5)
        return found

    def extend(days: int) -> Any:
        given = {"round_id": world.first.pk, "closes": CLOSES + days * DAY, "note": "长" * 20, "actor": province.first}
        return extending.extend(**given, motion_id=UUID(int=days), at=clock.now())

    def later_one() -> Any:
        read.wait(timeout=5)
        done = extend(4)
        moved.set()
        return done

    monkeypatch.setattr(cycles, "held_dates", unlocked)
    results = together(2, lambda i: later_one() if i else extend(2))
    assert codes_of(results) == ["ok", "ok"] and province.dates()["registration"] == CLOSES + 2 * DAY

    monkeypatch.setattr(cycles, "held_dates", held)
    assert codes_of(together(2, lambda i: extend(6 + i)))[1] == "ok", "held, the later end always wins"
    assert province.dates()["registration"] == CLOSES + 7 * DAY
