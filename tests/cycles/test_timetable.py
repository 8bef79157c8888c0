from datetime import UTC, datetime, timedelta

import pytest

from zhupei.cycles.timetable import SHANGHAI, State, Window, moment, sentence, short_dates, span, steps

OPENS = datetime(2026, 6, 25, 10, 0, tzinfo=SHANGHAI)
CLOSES = datetime(2026, 7, 20, 22, 0, tzinfo=SHANGHAI)
WINDOW = Window(OPENS, CLOSES)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (OPENS - INSTANT, State.BEFORE),
        (OPENS, State.OPEN),
        (CLOSES - INSTANT, State.OPEN),
        (CLOSES, State.CLOSED),
        (CLOSES + timedelta(days=300), State.CLOSED),
    ],
)
def test_half_open_on_both_sides(at, state):
    assert WINDOW.state(at) is state
    assert WINDOW.is_open(at) == (state is State.OPEN)


def test_a_moment_in_another_zone_is_the_same_moment():
    assert WINDOW.state(CLOSES.astimezone(UTC)) is State.CLOSED
    assert moment(CLOSES.astimezone(UTC)) == "2026 年 7 月 20 日 22:00"
    assert moment(CLOSES - timedelta(seconds=1)) == "2026 年 7 月 20 日 21:59:59"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=24, hours=3, minutes=59), "24 天 3 小时"),
        (timedelta(days=1), "1 天 0 小时"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 小时 59 分"),
        (timedelta(minutes=59, seconds=59), "59 分 59 秒"),
        (timedelta(seconds=-5), "0 分 0 秒"),
    ],
)
def test_span_names_the_two_largest_units(length, words):
    assert span(length) == words


def test_sentences():
    assert sentence(WINDOW, CLOSES - timedelta(days=24, hours=3)) == "报名进行中，还有 24 天 3 小时"
    assert sentence(WINDOW, OPENS - timedelta(hours=2, minutes=5)) == "距报名开始还有 2 小时 5 分"
    assert sentence(WINDOW, CLOSES, "审核") == "审核已于 2026 年 7 月 20 日 22:00 截止"


def test_short_dates():
    assert short_dates(WINDOW) == "6/25 – 7/20"
    assert short_dates(WINDOW, single=True) == "6/25"
    assert short_dates(Window(OPENS, OPENS + timedelta(hours=3))) == "6/25"


def test_steps_come_in_the_order_of_time_with_their_state():
    exam = Window(CLOSES + timedelta(days=13), CLOSES + timedelta(days=16))
    review = Window(OPENS + timedelta(days=1), CLOSES + timedelta(days=5))
    found = steps(
        [("招录考试", exam, False), ("资格审核", review, False), ("网上报名", WINDOW, False)],
        CLOSES + timedelta(days=1),
    )
    assert [(step.title, step.state) for step in found] == [
        ("网上报名", "past"),
        ("资格审核", "now"),
        ("招录考试", ""),
    ]
