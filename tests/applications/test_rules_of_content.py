"""What may be submitted: dossier, category, choices, majors, adjustment, limit; each rule with both sides."""

import dataclasses
from uuid import uuid4

import pytest

from tests.applications import given
from tests.applications.given import DESIGNATED, EXEMPT, FREE, line
from zhupei.applications import rules
from zhupei.applications.models import Version
from zhupei.bases.models import Base
from zhupei.cycles.models import PersonCategory, PlanLine, Round


def test_a_complete_case_may_be_submitted_and_corrected() -> None:
    assert given.submission(given.case()) is None
    assert given.resubmission(given.case("returned")) is None


@pytest.mark.parametrize(
    ("count", "shown", "more"),
    [(1, "缺项1。", False), (3, "缺项1；缺项2；缺项3。", False), (5, "缺项1；缺项2；缺项3 等 5 项。", True)],
)
def test_gaps_are_named(count: int, shown: str, more: bool) -> None:
    for state, rule in (("draft", rules.submission), ("returned", rules.resubmission)):
        case = given.case(state, gaps=[f"缺项{n}" for n in range(1, count + 1)])
        refusal = rule(case, given.WINDOW, given.AT)
        assert refusal is not None and refusal.code == "dossier:gaps"
        assert shown in refusal.message and ("等" in refusal.message) is more


@pytest.mark.parametrize(
    ("category", "expected"),
    [(FREE, None), (DESIGNATED, None), (EXEMPT, "category:none"), (None, "category:unknown")],
)
def test_categories_that_may_choose(category: PersonCategory | None, expected: str | None) -> None:
    assert given.submission(given.case(category=category)) == expected


PICKED = [line(code) for code in ("0100", "0200", "0300", "0400")]
OTHER_ROUND = Round(cycle=given.CYCLE, number=2, name="补录")
CHOICES = {
    "one": (PICKED[:1], None),
    "three": (PICKED[:3], None),
    "none": ([], "choice:none"),
    "four": (PICKED, "choice:many"),
    "twice": ([PICKED[0], PICKED[0]], "choice:twice"),
    "two bases": ([PICKED[0], line("0100", "B")], "choice:bases"),
    "another round": ([line(round=OTHER_ROUND)], "choice:round"),
    "another track": ([line("3500", track="tcm")], "choice:track"),
    "another kind": ([line("0801", kind="assistant_gp")], "choice:track"),
    "the third of another track": ([*PICKED[:2], line("3500", track="tcm")], "choice:track"),
}


@pytest.mark.parametrize(("plans", "expected"), CHOICES.values(), ids=list(CHOICES))
def test_choices(plans: list[PlanLine], expected: str | None) -> None:
    assert given.code(rules.choices(given.ROUND, given.application(), plans)) == expected
    assert given.submission(given.case(plans=plans)) == expected


@pytest.mark.parametrize(("limit", "count", "expected"), [(1, 1, None), (1, 2, "choice:many"), (5, 4, None)])
def test_the_number_of_choices_is_the_rounds(limit: int, count: int, expected: str | None) -> None:
    round_ = Round(pk=given.ROUND.pk, cycle=given.CYCLE, number=1, max_choices=limit)
    assert given.code(rules.choices(round_, given.application(), PICKED[:count])) == expected


PLACE = given.place(PICKED[0])
DESIGNATIONS = {
    "free, unlisted": (FREE, None, PICKED[:3], None),
    "free, but listed": (FREE, PLACE, PICKED[:1], "category:listed"),
    "listed, confirms": (DESIGNATED, PLACE, PICKED[:1], None),
    "listed, elsewhere": (DESIGNATED, PLACE, PICKED[1:2], "designated:place"),
    "listed, several": (DESIGNATED, PLACE, PICKED[:2], "designated:one"),
    "unlisted, one place": (DESIGNATED, None, PICKED[1:2], None),
    "unlisted, several": (DESIGNATED, None, PICKED[:2], "designated:one"),
}


@pytest.mark.parametrize(("category", "place", "plans", "expected"), DESIGNATIONS.values(), ids=list(DESIGNATIONS))
def test_designated_people(category: PersonCategory, place: object, plans: list[PlanLine], expected: str) -> None:
    case = given.case(category=category, place=place, plans=plans)
    assert given.code(rules.designated(case)) == expected
    assert given.submission(case) == expected


RULES = {"0100": ["100201K", "100301K"], "0200": ["100207TK"]}
MAJORS = {
    "fits": (["100201K"], PICKED[:1], None),
    "one of several fits": (["100101K", "100301K"], PICKED[:1], None),
    "does not fit": (["101001"], PICKED[:1], "choice:major"),
    "the second does not": (["100201K"], PICKED[:2], "choice:major"),
    "no rule for it": (["101001"], PICKED[2:3], None),
    "outside the catalogue": ([None], PICKED[:1], None),
    "one outside the catalogue": (["101001", None], PICKED[:1], None),
    "none given": ([], PICKED[:1], None),
}


@pytest.mark.parametrize(("majors", "plans", "expected"), MAJORS.values(), ids=list(MAJORS))
def test_majors(majors: list[str | None], plans: list[PlanLine], expected: str | None) -> None:
    assert given.submission(given.case(majors=majors, plans=plans, major_rules=RULES)) == expected


@pytest.mark.parametrize(("answer", "expected"), [(True, None), (False, None), (None, "adjustment:unanswered")])
def test_adjustment_is_answered(answer: bool | None, expected: str | None) -> None:
    case = given.case(application=given.application(accepts_adjustment=answer))
    assert given.submission(case) == expected


@pytest.mark.parametrize(
    ("limit", "done", "expected"),
    [(None, 99, None), (3, 2, None), (3, 3, "submit:limit"), (3, 4, "submit:limit"), (1, 0, None)],
)
def test_submissions_are_limited_where_the_round_says_so(limit: int | None, done: int, expected: str | None) -> None:
    round_ = Round(pk=given.ROUND.pk, cycle=given.CYCLE, number=1, submissions_limit=limit)
    application = given.application(round=round_)
    assert given.submission(given.case(application=application, submissions=done)) == expected


def test_a_correction_is_not_counted_against_the_limit() -> None:
    round_ = Round(pk=given.ROUND.pk, cycle=given.CYCLE, number=1, submissions_limit=1)
    returned = given.application("returned", round=round_)
    assert given.resubmission(given.case(application=returned, submissions=5)) is None


def test_one_application_in_force_per_cycle() -> None:
    assert given.submission(given.case(elsewhere="第一批次")) == "application:live"
    assert given.submission(given.case(elsewhere="")) is None
    refusal = rules.one_in_force("第一批次")
    assert refusal is not None and "第一批次" in refusal.message


OWN = PersonCategory(cycle=given.CYCLE, code="own_employee", name="本单位人", choice_mode="free")
CHANGES = {
    "the same": (FREE, None, PICKED[:3], None),
    "to one that chooses freely": (OWN, None, PICKED[:3], None),
    "to one that does not choose": (EXEMPT, None, PICKED[:1], "category:none"),
    "to designated with three choices": (DESIGNATED, None, PICKED[:3], "designated:one"),
    "to designated with one": (DESIGNATED, None, PICKED[:1], None),
    "to designated, listed elsewhere": (DESIGNATED, PLACE, PICKED[1:2], "designated:place"),
}


@pytest.mark.parametrize(("category", "place", "plans", "expected"), CHANGES.values(), ids=list(CHANGES))
def test_a_category_changed_after_a_return(category: object, place: object, plans: list, expected: str | None) -> None:
    returned = given.application("returned", version=Version(category="unaffiliated"))
    case = given.case(application=returned, category=category, place=place, plans=plans)
    assert given.resubmission(case) == expected


def test_a_list_imported_after_the_submission_does_not_lock_out_a_correction() -> None:
    case = given.case("returned", category=FREE, place=PLACE)
    assert given.resubmission(case) is None


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([("basics", "个人信息", "住址不详")], None),
        ([], "return:items"),
        ([("basics", "个人信息", "住址不详"), ("document:portrait", "免冠照片", " \n")], "return:reason"),
    ],
)
def test_a_return_names_its_reasons(items: list[tuple[str, str, str]], expected: str | None) -> None:
    assert given.code(rules.returning(items)) == expected


@pytest.mark.parametrize(("reason", "expected"), [("不符合条件", None), ("", "review:reason"), ("  ", "review:reason")])
def test_reject_and_revoke_give_a_reason(reason: str, expected: str | None) -> None:
    assert given.code(rules.reasoned(reason)) == expected


def test_the_first_reason_is_the_one_a_person_can_act_on() -> None:
    """State before time before content: nobody fills gaps for a window that is closed."""
    wrong = given.case(gaps=["缺项"], plans=[], category=None, elsewhere="第一批次")
    assert given.submission(wrong, given.CLOSES) == "window:closed"
    assert given.submission(wrong) == "application:live"
    assert given.submission(dataclasses.replace(wrong, elsewhere="")) == "category:unknown"
    assert given.submission(dataclasses.replace(wrong, elsewhere="", category=FREE)) == "dossier:gaps"
    assert given.submission(dataclasses.replace(wrong, elsewhere="", category=FREE, gaps=[])) == "choice:none"


def test_two_bases_with_the_same_name_are_two() -> None:
    twin = PlanLine(
        round=given.ROUND, base=Base(id=uuid4(), code="A2", name="A 医院"), specialty=PICKED[1].specialty, seats=1
    )
    assert given.code(rules.choices(given.ROUND, given.application(), [PICKED[0], twin])) == "choice:bases"
