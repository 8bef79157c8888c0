"""The queue knows its round: the supplementary round has a list of its own, and the way back is one click."""

from collections.abc import Callable

import pytest

from tests import applicants as acts
from tests.applicants import WorldApplicant
from tests.desks.base.desk import Desk, words
from tests.desks.base.test_queue import names, tabs
from tests.world_small import SECOND_OPENS, World
from zhupei.applications.models import Application
from zhupei.kernel import clock

Apply = Callable[..., WorldApplicant]


@pytest.fixture
def two(world: World, apply: Apply) -> tuple[WorldApplicant, WorldApplicant]:
    """One who waits in the first round, one in the second; the second has begun."""
    first, second = apply(name="和志远"), apply(name="杨䶮")
    Application.objects.filter(pk=second.application.pk).update(round=world.second)
    clock.freeze(SECOND_OPENS)
    return first, second


def test_shows_the_present_round_and_leads_to_the_other(desk: Desk, two: tuple[WorldApplicant, WorldApplicant]) -> None:
    assert names(desk) == ["杨䶮"] and tabs(desk)["待审核"] == 1
    assert names(desk, round="2026-1") == ["和志远"]
    page = desk.get("queue").content.decode()
    assert 'href="?state=submitted&amp;round=2026-1"' in page
    assert "第 1 批次 1" in words(desk.get("queue"))


def test_the_menu_counts_what_waits_in_every_round(desk: Desk, two: tuple[WorldApplicant, WorldApplicant]) -> None:
    assert "资格审核 2 条待处理" in words(desk.get("queue"))
    assert "资格审核 2 条待处理" in words(desk.get("onsite"))


def test_a_round_that_is_not_known_is_the_present_one(desk: Desk, two: tuple[WorldApplicant, WorldApplicant]) -> None:
    for code in ("2026-9", "x", "\x00", "2026-1' OR 1=1"):
        assert names(desk, round=code) == ["杨䶮"]


def test_the_neighbours_are_those_of_the_round_one_came_from(
    desk: Desk, two: tuple[WorldApplicant, WorldApplicant], apply: Apply
) -> None:
    page = words(desk.get("application", two[0].application.pk, state="submitted", round="2026-1"))
    own = words(desk.get("application", two[0].application.pk, state="submitted"))

    for shown in (page, own):
        assert "和志远" in shown and "杨䶮" not in shown


def test_a_base_without_a_plan_in_another_round_is_not_asked(desk: Desk, world: World, apply: Apply) -> None:
    apply(name="和志远")
    from zhupei.cycles.models import PlanLine

    PlanLine.objects.filter(round=world.second).delete()

    assert "第 2 批次" not in words(desk.get("queue"))


def test_newest_first_is_played_in_that_order(desk: Desk, apply: Apply) -> None:
    applied = [apply(name=name) for name in ("和志远", "杨䶮", "刀玉香")]
    assert names(desk, sort="newest") == ["刀玉香", "杨䶮", "和志远"]

    answer = desk.decide(applied[1], "approve", query="?state=submitted&sort=newest")

    assert str(applied[0].application.pk) in answer["Location"]
    assert answer["Location"].endswith("?state=submitted&sort=newest")


def test_unknown_conditions_are_told(desk: Desk, apply: Apply) -> None:
    apply(name="和志远")

    page = words(desk.get("queue", specialty="9999", category="<b>"))

    assert "地址里的“志愿专业”“人员类型”看不懂，没有按它筛选" in page
    assert names(desk, specialty="9999") == ["和志远"]


def test_acts_lead_back_to_the_round(desk: Desk, two: tuple[WorldApplicant, WorldApplicant]) -> None:
    acts.later()

    answer = desk.decide(two[1], "approve", query="?state=submitted&round=2026-2")

    assert answer["Location"].endswith("?state=submitted&round=2026-2")
