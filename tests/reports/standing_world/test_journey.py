"""Where am I? The timeline told from the facts, and who acts next."""

from datetime import datetime

import pytest

from tests.reports.standing_world.standing import Standing
from tests.world_small import AT, CLOSES
from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.cycles.models import Stage
from zhupei.reports import journey

pytestmark = pytest.mark.django_db


def titles(application: Application) -> list[str]:
    return [entry.title for entry in journey.entries(application)]


def test_every_verb_has_its_words() -> None:
    assert set(journey.WORDS) == set(states.MOVES.verbs)


def test_the_timeline_is_told_newest_first(world: Standing) -> None:
    assert titles(world.corrected.application) == ["补正后重新提交", "基地退回，需要补正", "提交报名"]
    assert titles(world.approved.application) == ["现场审核通过", "审核通过", "提交报名"]
    assert titles(world.draft.application) == ["取消报名", "提交报名"]
    assert titles(world.rejected.application) == ["审核不通过", "提交报名"]


def test_a_line_of_it_names_base_receipt_or_reason(world: Standing) -> None:
    rejected, submitted = journey.entries(world.rejected.application)
    number = world.rejected.fresh().number
    assert submitted.body == f"{world.world.a.name}，回执号 {number}-1"
    assert rejected.body == f"{world.world.a.name}：不符合报考条件" and rejected.tone == "bad"


@pytest.mark.parametrize(
    ("who", "at", "expected"),
    [
        ("draft", AT, ("您", CLOSES)),
        ("draft", CLOSES, None),
        ("submitted", AT, ("base", None)),
        ("corrected", CLOSES, ("base", None)),
        ("approved", AT, ("您", None)),
        ("rejected", AT, ("您", None)),
    ],
)
def test_who_acts_next(world: Standing, who: str, at: datetime, expected: tuple[str, datetime | None] | None) -> None:
    window = Stage.objects.get(round=world.world.first, kind="registration")
    step = journey.next_step(getattr(world, who).fresh(), window, at)
    if expected is None:
        assert step is None
    else:
        assert step is not None
        assert (step.who, step.until) == (expected[0].replace("base", world.world.a.name), expected[1])
