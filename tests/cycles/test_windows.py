"""Both sides of each window, on the system's clock, and what a closed one says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import world_small
from tests.world_small import AT, CLOSES, OPENS, REVIEW_CLOSES, SECOND_CLOSES, SECOND_OPENS, World
from zhupei.cycles import queries, rules
from zhupei.cycles.models import Round, Stage
from zhupei.kernel import clock, settled
from zhupei.portal.models import SupportContact

INSTANT = timedelta(microseconds=1)


@pytest.fixture
def world(db: None) -> World:
    SupportContact.objects.create(track="western", name="西医类技术支持", phone="0871-60001234", hours="工作日")
    return world_small.load()


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENS - INSTANT, "window:not-yet"),
        (OPENS, None),
        (CLOSES - INSTANT, None),
        (CLOSES, "window:closed"),
    ],
)
def test_registration_is_open_from_its_first_to_before_its_last_moment(world, at, code):
    refusal = rules.registration_open(world.first, at)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENS - INSTANT, "window:not-yet"),
        (OPENS, None),
        (REVIEW_CLOSES - INSTANT, None),
        (REVIEW_CLOSES, "window:closed"),
    ],
)
def test_review_has_its_own_window(world, at, code):
    refusal = rules.review_open(world.first, at)
    assert (refusal and refusal.code) == code


def test_a_round_without_dates_is_not_open(world):
    third = Round.objects.create(cycle=world.cycle, number=3, name="第三批次")
    assert rules.registration_open(third, AT).code == "window:none"


def test_a_closed_window_says_what_was_missed_whom_to_call_and_what_remains(world):
    refusal = rules.registration_open(world.first, CLOSES)
    assert "第 1 批次报名已于 2026 年 7 月 20 日 22:00 截止" in refusal.message
    assert "第 2 批次，报名2026 年 8 月 20 日 10:00 开始" in refusal.remedy
    assert "0871-60001234" in refusal.remedy


def test_what_remains_changes_when_the_next_round_is_open_and_when_it_is_over(world):
    assert "正在进行" in rules.registration_open(world.first, SECOND_OPENS).remedy
    assert "没有后续轮次" in rules.registration_open(world.first, SECOND_CLOSES).remedy


def test_before_the_opening_people_can_prepare(world):
    refusal = rules.registration_open(world.first, OPENS - INSTANT)
    assert "2026 年 6 月 25 日 10:00 开始" in refusal.message
    assert "注册账号" in refusal.remedy


def test_an_open_window_costs_nothing_once_the_dates_are_known(world):
    rules.registration_open(world.first, AT)
    with settled.one_request():
        clock.now()
        with CaptureQueriesContext(connection) as asked:
            assert rules.registration_open(world.first, AT) is None
            assert rules.review_open(world.first, AT) is None
    assert len(asked) == 0


def test_window_of_a_stage(world):
    window = queries.window(world.first, Stage.Kind.REGISTRATION)
    assert (window.opens, window.closes) == (OPENS, CLOSES)
    assert queries.window(world.first, Stage.Kind.NOTICE) is None
