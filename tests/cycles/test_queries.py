from datetime import timedelta

import pytest

from tests import world_small
from tests.world_small import AT, CLOSES, OPENS, SECOND_CLOSES, SECOND_OPENS, World
from zhupei.cycles import queries
from zhupei.cycles.models import Cycle, PlanLine, Round, Stage
from zhupei.kernel import settled

INSTANT = timedelta(microseconds=1)


@pytest.fixture
def world(db: None) -> World:
    return world_small.load()


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (OPENS - timedelta(days=90), 1),
        (AT, 1),
        (CLOSES - INSTANT, 1),
        (CLOSES, 1),
        (SECOND_OPENS - INSTANT, 1),
        (SECOND_OPENS, 2),
        (SECOND_CLOSES, 2),
    ],
)
def test_a_round_concerns_people_until_the_next_one_begins(world, at, number):
    assert queries.current_round(at).number == number


@pytest.mark.parametrize(
    ("at", "number", "following"),
    [
        (OPENS - timedelta(days=90), 1, 2),
        (CLOSES, 1, 2),
        (SECOND_OPENS - INSTANT, 1, 2),
        (SECOND_OPENS, 2, None),
        (SECOND_CLOSES + timedelta(days=99), 2, None),
    ],
)
def test_the_calendar_stays_with_a_round_until_the_next_begins(world, at, number, following):
    calendar = queries.calendar(at)
    assert calendar.round.number == number
    assert (calendar.following and calendar.following.round.number) == following


def test_the_calendar_costs_nothing_once_read_and_knows_every_stage(world, django_assert_num_queries):
    queries.calendar(AT)
    with settled.one_request(), django_assert_num_queries(1):
        calendar = queries.calendar(AT)
        steps = calendar.steps(AT)
        assert [round_.number for round_ in calendar.rounds] == [1, 2]
        assert len(calendar.stages) == 6
    assert [(step.title, step.state) for step in steps] == [
        ("网上报名", "now"),
        ("资格审核", "now"),
        ("招录考试", ""),
        ("第 2 批次", ""),
    ]


def test_another_year_does_not_get_into_the_calendar(world):
    old = Round.objects.create(cycle=Cycle.objects.create(year=2025, name="2025"), number=1, name="旧")
    Stage.objects.create(
        round=old, kind="registration", opens=OPENS - timedelta(days=365), closes=CLOSES - timedelta(days=365)
    )
    assert {stage.round.cycle.year for stage in queries.calendar(AT).stages} == {2026}


def test_no_calendar_before_the_province_has_entered_one(db):
    assert queries.calendar(AT) is None


def test_plan_lines_by_every_filter(world):
    def found(**wanted):
        return [(row.base_short_name, row.specialty_code) for row in queries.plan_lines(world.first, **wanted)]

    assert found(base=world.b.pk) == [("乙院", "0100")]
    assert found(specialty="0100") == [("甲院", "0100"), ("乙院", "0100")]
    assert found(track="tcm") == [("甲院", "3500")]
    assert found(kind="assistant_gp") == []
    assert len(found(kind="residency", city="昆明市")) == 6
    world.line("0900").specialty.__class__.objects.filter(code="0900").update(shortage=True)
    assert found(shortage=True) == [("甲院", "0900")]


def test_a_base_that_has_left_is_not_offered(world):
    world.b.active = False
    world.b.save()
    assert {row.base_id for row in queries.plan_lines(world.first)} == {world.a.pk}
    assert queries.plan_totals(world.first)["western"].bases == 1


def test_totals_per_track(world):
    PlanLine.objects.filter(pk=world.line("3500").pk).update(seats=7)
    totals = queries.plan_totals(world.first)
    assert totals["western"] == (2, 4, 25)
    assert totals["tcm"] == (1, 1, 7)


def test_moments_for_the_demonstration_clock(world):
    moments = queries.demonstration_moments()
    assert moments["报名截止前一分钟"] == CLOSES - timedelta(minutes=1)
    assert moments["补录报名开始"] > SECOND_OPENS
