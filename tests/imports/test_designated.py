"""The designated list of the province: what a row says, what is wrong with it, what a commit writes, whom it tells."""

from typing import Any

import pytest

from tests import applicants
from tests.dossiers import people
from tests.imports.lists import HEAD, checked, committed, confirmed, leave_out, listed, number, row
from tests.world_small import World
from zhupei.cycles.models import DesignatedPlace, PlanLine
from zhupei.imports import states, tasks
from zhupei.notifications.models import Notice

BROKEN = number(7)[:-1] + ("1" if number(7)[-1] != "1" else "2")


def places() -> set[tuple[str, str, str, str]]:
    found = DesignatedPlace.objects.select_related("category", "plan__base", "plan__specialty")
    return {(p.name, p.category.name, p.plan.base.short_name, p.plan.specialty.name) for p in found}


def test_a_clean_list_is_written_as_it_was_shown(world: World) -> None:
    found, report = checked(world, listed(row(0), row(1, specialty="0900"), row(2, base=world.b.name)))
    assert (report.verdict, report.counts["新增"]) == ("clean", 3)
    assert not DesignatedPlace.objects.exists()

    confirmed(found)
    assert not DesignatedPlace.objects.exists()
    tasks.commit(import_id=str(found.pk))

    found.refresh_from_db()
    assert (found.state, found.counts["新增"]) == (states.COMMITTED, 3)
    assert places() == {
        ("赵一", "专硕研究生", "甲院", "内科"),
        ("赵二", "专硕研究生", "甲院", "外科"),
        ("赵三", "专硕研究生", "乙院", "内科"),
    }
    assert {p.document_number.plain() for p in DesignatedPlace.objects.all()} == {number(0), number(1), number(2)}


FAULTY: dict[str, tuple[tuple[str, ...], str, str, str]] = {
    "check digit": (row(1, number=BROKEN), "damaged-number", "A", "第 18 位校验不对"),
    "no such day": (row(1, number="530102199902300014"), "damaged-number", "A", "不是真实的日期"),
    "no number": (row(1, number=""), "unknown-key", "A", "证件号码没有填写"),
    "the same person": (row(0, name="赵一", specialty="外科"), "duplicate-key", "A", "与第 2 行的证件号码相同"),
    "a digit in the name": (row(1, name="赵2"), "name-mismatch", "B", "是数字"),
    "no such category": (row(1, category="规培研究生"), "unknown-key", "C", "没有这个人员类型"),
    "one who chooses freely": (row(1, category="社会人"), "unknown-key", "C", "没有这个人员类型"),
    "no such base": (row(1, base="丙院"), "unknown-key", "D", "没有这家基地"),
    "no such specialty there": (row(1, base="乙院", specialty="外科"), "unknown-key", "E", "没有这个专业"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(FAULTY))
def test_a_faulty_row_is_found_and_can_be_left_out(world: World, case: str) -> None:
    given, kind, column, words = FAULTY[case]

    found, report = checked(world, listed(row(0), given))

    assert [(str(f.kind), f.row, f.column) for f in report.faults] == [(kind, 3, column)]
    assert words in report.faults[0].what and report.faults[0].expected
    assert not found.faultless

    found, report = leave_out(found, 3)
    assert (report.verdict, report.counts["新增"], found.faultless) == ("clean", 1, True)


def test_what_is_like_a_known_name_is_asked_for(world: World) -> None:
    _, report = checked(world, listed(row(0, specialty="内 科 学"), row(1, category="专硕")))

    assert [fault.expected for fault in report.faults] == ["是不是 内科", "是不是 专硕研究生"]


def test_more_people_than_seats_is_for_a_person_to_settle(world: World) -> None:
    found, report = checked(world, listed(*(row(n) for n in range(6))))

    assert [(str(f.kind), f.row, f.what) for f in report.faults] == [("out-of-range", 7, "名额 5，到这一行已有 6 人")]

    _, report = leave_out(found, 3)
    assert report.verdict == "clean"


def test_seats_that_others_hold_already_count(world: World) -> None:
    committed(world, listed(*(row(n) for n in range(4))))

    _, report = checked(world, listed(row(4), row(5)))

    assert [(f.row, f.what) for f in report.faults] == [(3, "名额 5，到这一行已有 6 人")]


def test_a_part_that_is_uploaded_again_wipes_nobody(world: World) -> None:
    committed(world, listed(row(0), row(1), row(2)))

    found = committed(world, listed(row(1, specialty="外科")))

    assert found.counts == {"新增": 0, "更改": 1, "不变": 0, "名单里其余的人不变": 2, "已通知": 0}
    assert ("赵二", "专硕研究生", "甲院", "外科") in places() and len(places()) == 3


def test_the_same_list_twice_changes_nothing(world: World) -> None:
    committed(world, listed(row(0), row(1)))
    before = list(DesignatedPlace.objects.order_by("pk").values())

    found = committed(world, listed(row(1), row(0)))

    assert (found.counts["新增"], found.counts["更改"], found.counts["不变"]) == (0, 0, 2)
    assert list(DesignatedPlace.objects.order_by("pk").values()) == before


def test_a_number_needs_its_name(world: World) -> None:
    committed(world, listed(row(0)))
    person = people.filled()
    given = row(1, number=person.document_number.plain(), name="王大锤")

    _, report = checked(world, listed(row(0, name="钱一"), given))

    assert [(str(f.kind), f.row, f.column) for f in report.faults] == [
        ("name-mismatch", 2, "B"),
        ("name-mismatch", 3, "B"),
    ]
    assert person.name not in str(report.faults)


def test_a_shifted_column_of_names_is_said(world: World) -> None:
    rows = [row(n, specialty=("内科", "外科")[n % 2]) for n in range(8)]
    committed(world, listed(*rows))
    shifted = [(rows[n][0], rows[max(0, n - 1)][1], *rows[n][2:]) for n in range(8)]

    _, report = checked(world, listed(*shifted))

    assert report.summary == "姓名列和证件号码列错位：第 3 行起 7 行不符（7 行有错，共 7 处）"


def test_who_has_already_chosen_something_else_is_told_before_and_after(world: World) -> None:
    submitted = applicants.submitted(world)
    person = submitted.person
    given = row(number=person.document_number.plain(), name=person.name, specialty="外科")
    told = Notice.objects.filter(kind="application.designated")

    found, report = checked(world, listed(given))

    effect = report.effects[0]
    assert len(report.effects) == 1
    assert (effect.state, effect.before, effect.after) == (
        "待审核", f"{world.a.name} 内科", f"{world.a.name} 外科"
    )  # fmt: skip
    assert person.name not in effect.who
    assert not told.exists()

    confirmed(found)
    tasks.commit(import_id=str(found.pk))
    notice = told.get()
    assert notice.recipient == person and "外科" in notice.body
    assert submitted.reloaded().state == "submitted"


def test_who_has_chosen_just_that_is_not_troubled(world: World) -> None:
    submitted = applicants.submitted(world)
    given = row(number=submitted.person.document_number.plain(), name=submitted.person.name)

    _, report = checked(world, listed(given))

    assert (report.verdict, report.effects) == ("clean", [])


def test_two_specialties_of_one_name_are_told_apart_by_the_code(world: World) -> None:
    other = PlanLine.objects.get(pk=world.line("0900").pk)
    other.specialty.name = "内科"
    other.specialty.save()

    _, report = checked(world, listed(row(0), row(1, specialty="0900")))

    assert [(f.row, f.what) for f in report.faults] == [(2, "这家基地有两个同名的专业，请写专业代码")]


def test_other_names_of_columns_and_a_title(world: World) -> None:
    head = ("序号", "身份证号", "学员姓名", "类别", "培训基地名称", "专业", "备注")
    given: tuple[Any, ...] = (1, *row(0), "无")

    _, report = checked(world, listed(head, given, head=("2026 年指定学员名单",)))

    assert (report.verdict, report.header_row) == ("clean", 2)
    assert [head.letter for head in report.heads if not head.name] == ["A", "G"]


def test_no_number_is_shown_in_a_report(world: World) -> None:
    _, report = checked(world, listed(row(0), row(0), row(1, number=BROKEN), row(2)))

    shown = report.kept().decode()

    assert not any(each in shown for each in (number(0), BROKEN, number(2)))
    assert number(0)[:3] in shown and HEAD[0] in shown
