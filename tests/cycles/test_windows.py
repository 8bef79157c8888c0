"""Both sides of each window, on the system's clock, and what a closed one says."""

from datetime import timedelta

import pytest

from tests import world_small
from tests.world_small import AT, CLOSES, OPENS, REVIEW_CLOSES, SECOND_CLOSES, SECOND_OPENS, World
from zhupei.cycles import queries, rules
from zhupei.cycles.models import Round, Stage
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
    refusal = rules.open_window(queries.stage(world.first, "registration"), at, "网上报名")
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(("at", "code"), [(REVIEW_CLOSES - INSTANT, None), (REVIEW_CLOSES, "window:closed")])
def test_review_has_its_own_window(world, at, code):
    refusal = rules.open_window(queries.stage(world.first, "review"), at, "资格审核")
    assert (refusal and refusal.code) == code


def test_a_round_without_dates_is_not_open(world):
    third = Round.objects.create(cycle=world.cycle, number=3, name="第三批次")
    assert rules.open_window(queries.stage(third, "registration"), AT, "网上报名").code == "window:none"


def test_a_late_answer_names_both_times(world):
    window = queries.stage(world.first, "registration")
    late = rules.open_window(window, CLOSES + timedelta(seconds=3), "网上报名")
    assert late.message == "网上报名已于 2026 年 7 月 20 日 22:00 截止，您的请求于 22:00:03 到达。"
    later = rules.open_window(window, CLOSES + timedelta(days=1), "网上报名")
    assert later.message.endswith("您的请求于 2026 年 7 月 21 日 22:00:00 到达。")


def test_what_remains_after_a_deadline_is_the_next_round_and_whom_to_call(world):
    remains = rules.what_remains(world.first, CLOSES)
    assert "第 2 批次，报名2026 年 8 月 20 日 10:00 开始" in remains
    assert "0871-60001234" in remains


def test_what_remains_changes_when_the_next_round_is_open_and_when_it_is_over(world):
    assert "正在进行" in rules.what_remains(world.first, SECOND_OPENS)
    assert "没有后续轮次" in rules.what_remains(world.first, SECOND_CLOSES)


def test_before_the_opening_people_can_prepare(world):
    refusal = rules.open_window(queries.stage(world.first, "registration"), OPENS - INSTANT, "网上报名")
    assert "2026 年 6 月 25 日 10:00 开始" in refusal.message
    assert "个人信息" in refusal.remedy


def test_window_of_a_stage(world):
    window = queries.window(world.first, Stage.Kind.REGISTRATION)
    assert (window.opens, window.closes) == (OPENS, CLOSES)
    assert queries.window(world.first, Stage.Kind.NOTICE) is None
