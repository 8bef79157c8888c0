"""Dates, moments and spans of time as they stand in a sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from zhupei.pure import dates
from zhupei.pure.dates import SHANGHAI

NOON = datetime(2026, 7, 17, 12, 0, tzinfo=SHANGHAI)


def test_dates_are_those_of_the_province_and_name_another_year() -> None:
    closes = datetime(2026, 7, 20, 14, 0, tzinfo=UTC)
    assert dates.moment(closes, date(2026, 1, 1)) == "7 月 20 日 22:00"
    assert dates.moment(closes, date(2027, 1, 1), seconds=True) == "2026 年 7 月 20 日 22:00:00"
    assert dates.day(date(2026, 9, 1)) == "2026 年 9 月 1 日"
    assert dates.weekday(date(2026, 7, 20)) == "周一"
    assert dates.day(datetime(2025, 12, 31, 16, 30, tzinfo=UTC), date(2026, 5, 1)) == "1 月 1 日"


def test_a_date_of_the_province_names_seconds_only_where_there_are_some() -> None:
    closes = datetime(2026, 7, 20, 14, 0, tzinfo=UTC)

    assert dates.exact(closes) == "2026 年 7 月 20 日 22:00"
    assert dates.exact(closes - timedelta(seconds=1)) == "2026 年 7 月 20 日 21:59:59"
    assert dates.stamp(closes, seconds=True) == "7 月 20 日 22:00:00"
    assert dates.month(closes) == "2026 年 7 月"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 秒"), (59, "59 秒"), (60, "1 分钟"), (61, "2 分钟"), (3600, "1 小时"), (7201, "3 小时")],
)
def test_how_long_to_wait_is_rounded_up(seconds: int, words: str) -> None:
    assert dates.at_most(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("past", "words"),
    [(timedelta(days=2, hours=5), "2 天前"), (timedelta(hours=3), "3 小时前"), (timedelta(0), "刚刚")],
)
def test_age_is_one_unit(past: timedelta, words: str) -> None:
    assert dates.age(NOON - past, NOON) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3, minutes=12, seconds=59), "2 天 3 小时 12 分"),
        (timedelta(hours=3, minutes=12), "3 小时 12 分"),
        (timedelta(minutes=12, seconds=5), "12 分 5 秒"),
        (timedelta(0), "0 分 0 秒"),
        (timedelta(seconds=-1), "0 分 0 秒"),
    ],
)
def test_what_is_left(left: timedelta, words: str) -> None:
    assert dates.span(left) == words


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=5), "5 分钟前"),
        (timedelta(hours=2), "今天 10:00"),
        (timedelta(hours=13), "昨天 23:00"),
        (timedelta(days=8), "7 月 9 日 12:00"),
        (timedelta(minutes=-5), "今天 12:05"),
    ],
)
def test_how_long_ago(past: timedelta, words: str) -> None:
    assert dates.ago(NOON - past, NOON) == words
