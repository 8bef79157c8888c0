"""Dates, spans and names as they stand on a page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from zhupei.desks.shared import wording
from zhupei.kernel.clock import SHANGHAI
from zhupei.pure.identity import masks

NOON = datetime(2026, 7, 17, 12, 0, tzinfo=SHANGHAI)


def test_dates_are_those_of_the_province_and_name_another_year() -> None:
    closes = datetime(2026, 7, 20, 14, 0, tzinfo=UTC)
    assert wording.moment(closes, date(2026, 1, 1)) == "7 月 20 日 22:00"
    assert wording.moment(closes, date(2027, 1, 1), seconds=True) == "2026 年 7 月 20 日 22:00:00"
    assert wording.day(date(2026, 9, 1)) == "2026 年 9 月 1 日"
    assert wording.weekday(date(2026, 7, 20)) == "周一"
    assert wording.day(datetime(2025, 12, 31, 16, 30, tzinfo=UTC), date(2026, 5, 1)) == "1 月 1 日"


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
    assert wording.remaining(NOON + left, NOON) == words


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
    assert wording.ago(NOON - past, NOON) == words


@pytest.mark.parametrize(
    ("name", "shown"), [("杨", "杨"), ("杨丽", "杨*"), ("和志远", "和*远"), ("阿依古丽·买买提", "阿******提")]
)
def test_names_in_public_lists(name: str, shown: str) -> None:
    assert masks.mask_name(name) == shown
