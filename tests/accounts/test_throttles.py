"""Counting: windows end, delays grow and never close for good, and a moved clock locks nobody out."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from zhupei.accounts import throttles
from zhupei.accounts.models import Throttle
from zhupei.accounts.throttles import Delay, Window
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
THREE = Window("three", 3, 600)
GROWING = Delay("growing", free=5, longest=15, memory=86_400)


def allowed(limit: Window | Delay, at: datetime, subject: str = "x") -> bool:
    try:
        throttles.count(limit, subject, at)
    except Refused as refused:
        assert refused.refusal.code == f"wait:{limit.name}"
        return False
    return True


def test_a_window_allows_so_many_and_ends(noon: datetime) -> None:
    assert [allowed(THREE, noon + timedelta(seconds=n)) for n in range(4)] == [True, True, True, False]
    assert not allowed(THREE, noon + timedelta(seconds=600))
    assert [allowed(THREE, noon + timedelta(seconds=601)) for _ in range(4)] == [True, True, True, False]


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


def test_a_clock_moved_back_begins_anew(noon: datetime) -> None:
    for limit in (THREE, GROWING):
        for _ in range(6):
            allowed(limit, noon + timedelta(days=30))
        assert not allowed(limit, noon + timedelta(days=30))
        assert allowed(limit, noon)


def test_the_refusal_says_how_long(noon: datetime) -> None:
    for _ in range(5):
        allowed(GROWING, noon)
    with pytest.raises(Refused) as caught:
        throttles.count(GROWING, "x", noon + timedelta(seconds=18))
    assert caught.value.refusal.message == "尝试太频繁，请在 42 秒后再试。"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 秒"), (59, "59 秒"), (60, "1 分钟"), (61, "2 分钟"), (3600, "1 小时"), (7201, "3 小时")],
)
def test_spans_are_rounded_up(seconds: int, words: str) -> None:
    assert throttles.span(seconds) == words


@pytest.mark.django_db(transaction=True)
def test_a_refusal_of_one_takes_all_back_and_counts_survive_the_failure_after_them(noon: datetime) -> None:
    for _ in range(3):
        throttles.count_first([(THREE, "a")], noon)
    with pytest.raises(Refused):
        throttles.count_first([(GROWING, "g"), (THREE, "a")], noon)
    assert not Throttle.objects.filter(key="growing:g").exists()


@pytest.mark.django_db(transaction=True)
def test_counting_inside_a_transaction_is_an_error(noon: datetime) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        throttles.count_first([(THREE, "a")], noon)
