"""Dates that cannot be: each rule from both sides, in words that name both dates."""

import uuid
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.cycles.models import Cycle
from zhupei.dossiers import actions, queries, rules
from zhupei.dossiers.rules import dates
from zhupei.kernel import clock
from zhupei.world.fiction import generate

pytestmark = pytest.mark.django_db
BORN = date(2000, 2, 29)


@pytest.fixture
def cycle() -> Cycle:
    clock.freeze(AT)
    return people.cycle()


@pytest.fixture
def person(cycle: Cycle) -> User:
    """Born on 29 February 2000; the system's day is 1 July 2026."""
    return people.complete(
        factories.applicant(document_number=generate.resident_id("530102", BORN, 2)),
        cycle_=cycle,
        category="postgraduate",
    )


def faults(person: User, cycle: Cycle) -> list[str]:
    return [gap.message for gap in rules.gaps(queries.load(person), cycle=cycle) if gap.fault]


def licence(person: User, **dates: Any) -> None:
    held = {
        "licence_held": True,
        "qualification_number": "202453110" + person.document_number.plain(),
        "licence_category": "10",
        "qualification_date": date(2024, 12, 1),
        "practising_number": "110530000012345",
        "practising_date": date(2025, 3, 1),
        "licence_scope": "内科专业",
    }
    actions.save_licence(actor=person, at=AT, values={**held, **dates})


LICENCE: list[tuple[dict[str, date], str]] = [
    ({"qualification_date": date(2026, 7, 1), "practising_date": date(2026, 7, 1)}, ""),
    (
        {"qualification_date": date(2026, 7, 2), "practising_number": ""},  # type: ignore[dict-item]
        "取得资格日期（2026 年 7 月 2 日）不应晚于今天（2026 年 7 月 1 日）",
    ),
    ({"practising_date": date(2024, 12, 1)}, ""),
    (
        {"practising_date": date(2024, 11, 30)},
        "执业证书签发日期（2024 年 11 月 30 日）不应早于取得资格日期（2024 年 12 月 1 日）",
    ),
    ({"practising_date": date(2026, 7, 2)}, "执业证书签发日期（2026 年 7 月 2 日）不应晚于今天（2026 年 7 月 1 日）"),
    ({"qualification_date": date(2018, 3, 1)}, ""),
    (
        {"qualification_date": date(2018, 2, 28)},
        "取得资格日期（2018 年 2 月 28 日）不应早于年满 18 周岁（出生日期 2000 年 2 月 29 日）",
    ),
]


@pytest.mark.parametrize(("given", "message"), LICENCE)
def test_a_licence(given: dict[str, Any], message: str, person: User, cycle: Cycle) -> None:
    licence(person, **given)
    assert faults(person, cycle) == ([message] if message else [])


def test_a_licence_that_is_not_held_has_no_dates(person: User, cycle: Cycle) -> None:
    licence(person, qualification_date=date(2030, 1, 1), licence_held=False)
    assert faults(person, cycle) == []


EDUCATION: list[tuple[dict[str, Any], str]] = [
    ({"started": date(2012, 3, 1)}, ""),
    (
        {"started": date(2012, 2, 28)},
        "入学日期（2012 年 2 月 28 日）不应早于年满 12 周岁（出生日期 2000 年 2 月 29 日）",
    ),
    (
        {"started": date(2024, 9, 1), "graduated": date(2024, 6, 30)},
        "毕业日期（2024 年 6 月 30 日）应晚于入学日期（2024 年 9 月 1 日）",
    ),
    ({"graduated": date(2026, 12, 31)}, ""),
    (
        {"graduated": date(2027, 6, 30)},
        "毕业日期（2027 年 6 月 30 日）不应晚于今年年底（2026 年 12 月 31 日）",
    ),
    ({"graduated": date(2027, 6, 30), "studying": True}, ""),
    (
        {"started": date(2027, 9, 1), "graduated": None, "studying": True},
        "入学日期（2027 年 9 月 1 日）不应晚于今年年底（2026 年 12 月 31 日）",
    ),
]


@pytest.mark.parametrize(("given", "message"), EDUCATION)
def test_a_row_of_education(given: dict[str, Any], message: str, person: User, cycle: Cycle) -> None:
    row = person.dossier.educations.get()
    actions.save_education(actor=person, at=AT, education_id=row.pk, values=given)
    assert faults(person, cycle) == ([message] if message else [])


WORK: list[tuple[date, date | None, str]] = [
    (date(2026, 7, 1), None, ""),
    (date(2026, 7, 2), None, "开始日期（2026 年 7 月 2 日）不应晚于今天（2026 年 7 月 1 日）"),
    (date(2024, 7, 1), date(2024, 7, 1), ""),
    (date(2024, 7, 1), date(2024, 6, 30), "结束日期（2024 年 6 月 30 日）不应早于开始日期（2024 年 7 月 1 日）"),
    (
        date(2015, 7, 1),
        None,
        "开始日期（2015 年 7 月 1 日）不应早于年满 16 周岁（出生日期 2000 年 2 月 29 日）",
    ),
]


@pytest.mark.parametrize(("started", "ended", "message"), WORK)
def test_a_job(started: date, ended: date | None, message: str, person: User, cycle: Cycle) -> None:
    values = {"employer": "医院", "post": "住院医师", "started": started, "ended": ended}
    actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values=values)
    assert faults(person, cycle) == ([f"医院：{message}"] if message else [])


def test_today_is_the_system_s_day_in_china(person: User, cycle: Cycle) -> None:
    licence(person, qualification_date=date(2026, 7, 2), practising_number="")
    clock.freeze(datetime.fromisoformat("2026-07-01T23:59:59+08:00"))
    assert len(faults(person, cycle)) == 1
    clock.freeze(datetime.fromisoformat("2026-07-02T00:00:00+08:00"))
    assert faults(person, cycle) == []


def test_every_rule_names_a_date_of_its_section() -> None:
    for rule in dates.RULES:
        assert rule.section.field(rule.field).kind == "date"
        assert rule.relation in dates.HOLDS


def test_the_page_says_it_and_the_task_list_too(person: User, cycle: Cycle, client: Client) -> None:
    licence(person, qualification_date=date(2030, 1, 1), practising_number="")
    client.force_login(person)
    words = "取得资格日期（2030 年 1 月 1 日）不应晚于今天（2026 年 7 月 1 日）"
    assert words in client.get(reverse("applicant:licence")).content.decode()
    data = queries.load(person)
    task = next(t for t in rules.tasks(data, rules.gaps(data, cycle=cycle), cycle) if t.section == "licence")
    assert (task.done, task.sentence) == (False, "请核对：取得资格日期")
    posted = {"version": data.dossier.revision, "licence_held": "yes", "qualification_date": "2031-01-01"}
    saved = client.post(reverse("applicant:licence"), posted, follow=True)
    assert "已保存" in saved.content.decode()
    assert words.replace("2030", "2031") in saved.content.decode()
