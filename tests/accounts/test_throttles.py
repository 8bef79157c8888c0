"""Counting: windows end, delays grow and never close for good, and no older time begins them anew."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from zhupei.accounts import throttles
from zhupei.accounts.models import Throttle
from zhupei.accounts.throttles import CountingWindow, Delay
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
THREE = CountingWindow("three", 3, 600)
GROWING = Delay("growing", free=5, longest=15, memory=86_400)


def allowed(limit: CountingWindow | Delay, at: datetime, subject: str = "x") -> bool:
    with clock.frozen(at):
        try:
            throttles.count(limit, subject)
        except Refused as refused:
            assert refused.refusal.code == f"wait:{limit.name}"
            return False
    return True


def test_a_window_allows_so_many_and_ends(noon: datetime) -> None:
    assert [allowed(THREE, noon + timedelta(seconds=n)) for n in range(4)] == [True, True, True, False]
    assert not allowed(THREE, noon + timedelta(seconds=599))
    assert [allowed(THREE, noon + timedelta(seconds=600)) for _ in range(4)] == [True, True, True, False]


def test_subjects_are_counted_apart(noon: datetime) -> None:
    assert [allowed(THREE, noon) for _ in range(4)] == [True, True, True, False]
    assert allowed(THREE, noon, "y")


def test_delays_grow_to_fifteen_minutes_and_stay_there(noon: datetime) -> None:
    at, pauses = noon, []
    for _ in range(5):
        assert allowed(GROWING, at)
    for _ in range(7):
        start = at
        while not allowed(GROWING, at):
            at += timedelta(seconds=30)
        pauses.append((at - start).total_seconds() / 60)
    assert pauses == [1, 2, 4, 8, 15, 15, 15]


def test_a_day_of_quiet_forgets(noon: datetime) -> None:
    for _ in range(5):
        allowed(GROWING, noon)
    tomorrow = noon + timedelta(days=1, seconds=1)
    assert [allowed(GROWING, tomorrow) for _ in range(6)] == [True] * 5 + [False]


def test_a_refund_takes_back_one_and_its_pause(noon: datetime) -> None:
    for _ in range(5):
        assert allowed(GROWING, noon)
    assert not allowed(GROWING, noon)
    throttles.refund(GROWING, "x")
    assert allowed(GROWING, noon)
    assert not allowed(GROWING, noon)


def test_mistakes_are_forgotten_one_after_another(noon: datetime) -> None:
    for _ in range(4):
        allowed(GROWING, noon)
    later = noon + timedelta(seconds=86_400 * 2 // 9)
    assert [allowed(GROWING, later) for _ in range(4)] == [True] * 3 + [False]


def test_one_slip_a_day_never_leads_to_a_pause(noon: datetime) -> None:
    for day in range(60):
        at = noon + timedelta(days=day)
        assert allowed(GROWING, at)
        assert allowed(GROWING, at + timedelta(seconds=20))
        with clock.frozen(at + timedelta(seconds=20)):
            throttles.refund(GROWING, "x")


def test_an_older_time_counts_and_begins_nothing_anew(noon: datetime) -> None:
    for limit in (THREE, GROWING):
        while allowed(limit, noon):
            pass
        for earlier in (timedelta(milliseconds=1), timedelta(minutes=9), timedelta(days=30)):
            assert not allowed(limit, noon - earlier)


def test_the_demonstration_clock_neither_lifts_nor_lengthens_a_limit() -> None:
    for days in (0, 30, -30, 0):
        clock.shift(timedelta(days=days))
        throttles.count(THREE, f"{days}")
        throttles.count(THREE, "x") if days else None
    with pytest.raises(Refused):
        for _ in range(2):
            throttles.count(THREE, "x")
    assert throttles.seconds_left(THREE, "x") <= 600


def test_the_refusal_says_how_long(noon: datetime) -> None:
    for _ in range(5):
        allowed(GROWING, noon)
    with clock.frozen(noon + timedelta(seconds=18)), pytest.raises(Refused) as caught:
        throttles.count(GROWING, "x")
    assert caught.value.refusal.message == "尝试太频繁，请在 42 秒后再试。"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_of_one_takes_all_back_and_counts_survive_the_failure_after_them(noon: datetime) -> None:
    for _ in range(3):
        throttles.count_first([(THREE, "a")])
    with pytest.raises(Refused):
        throttles.count_first([(GROWING, "g"), (THREE, "a")])
    assert not Throttle.objects.filter(key="growing:g").exists()


@pytest.mark.django_db(transaction=True)
def test_counting_inside_a_transaction_is_an_error(noon: datetime) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        throttles.count_first([(THREE, "a")])
