"""Where am I? The timeline told from the facts, and who acts next."""

from datetime import datetime

import pytest

from tests.reports.standing_world.standing import Standing
from tests.world_small import AT, CLOSES
from zhupei.applications import situations, states
from zhupei.applications.models import Application
from zhupei.cycles.models import Stage
from zhupei.dossiers import situations as dossier_situations
from zhupei.dossiers.rules import Task
from zhupei.reports import journey

pytestmark = pytest.mark.django_db


def titles(application: Application) -> list[str]:
    return [entry.title for entry in journey.entries(application)]


def test_every_verb_has_its_words() -> None:
    assert set(situations.EVENTS) == set(states.MOVES.verbs)


def test_the_timeline_is_told_newest_first(world: Standing) -> None:
    assert titles(world.corrected.application) == ["已补正并重新提交", "报名材料被退回，需要补正", "报名已提交"]
    assert titles(world.approved.application) == ["现场审核通过", "审核通过", "报名已提交"]
    assert titles(world.draft.application) == ["报名已取消", "报名已提交"]
    assert titles(world.rejected.application) == ["审核不通过", "报名已提交"]


def test_a_line_of_it_names_base_receipt_or_reason(world: Standing) -> None:
    rejected, submitted = journey.entries(world.rejected.application)
    number = world.rejected.reloaded().number
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

    now = situations.of(getattr(world, who).reloaded(), window, at)

    if expected is None:
        assert (now.who, now.what, now.until) == ("", "", None)
    else:
        assert (now.who, now.until) == (expected[0].replace("base", world.world.a.name), expected[1])


def test_every_stage_offers_the_situation_of_a_person(world: Standing) -> None:
    """By person, round and moment: what pages, messages and programs print."""
    first = world.world.first

    dossier = dossier_situations.situation(world.draft.person, first, AT)
    application = situations.situation(world.corrected.person, first, AT)

    assert dossier.code == "dossier:complete" and dossier.until == CLOSES
    assert application.code == "application:submitted" and application.title == "已提交，待审核"


def test_a_result_of_the_onsite_check_says_more_than_the_approval(world: Standing) -> None:
    person = world.approved.person

    now = journey.of(person, AT).situation

    assert (now.code, now.title, now.what) == ("onsite:passed", "现场审核通过", "按公告参加考试")


def test_until_something_is_submitted_the_dossier_is_what_the_first_page_says(world: Standing) -> None:
    tasks = [Task("basics", "个人信息", "", False, "")]

    draft, approved = (journey.of(each.person, AT) for each in (world.draft, world.approved))

    assert draft.beginning(tasks).title == "还差 1 项就可以填报志愿"
    assert draft.situation.title == "尚未提交"
    assert approved.beginning(tasks) == approved.situation


def test_every_state_has_a_situation_with_a_code_of_its_own() -> None:
    found = {state: situations.of(Application(state=state), None, AT) for state in states.MOVES.states}

    assert len({each.code for each in found.values()}) == len(found)
    assert all(each.title and each.tone in ("ok", "warn", "bad", "info") for each in found.values())
