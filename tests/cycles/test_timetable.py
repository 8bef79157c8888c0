from datetime import UTC, datetime, timedelta

import pytest

from zhupei.cycles.timetable import State, Window, short_dates, steps
from zhupei.pure.dates import SHANGHAI

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
    assert WINDOW.has_begun(at) == (state is not State.BEFORE)
    assert WINDOW.is_over(at) == (state is State.CLOSED)


def test_a_moment_in_another_zone_is_the_same_moment():
    assert WINDOW.state(CLOSES.astimezone(UTC)) is State.CLOSED


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
