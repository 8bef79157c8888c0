"""The task list says in a sentence what is there or what is missing."""

import uuid
from datetime import date

import pytest

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.cycles.models import Cycle
from zhupei.dossiers import actions, queries, rules
from zhupei.dossiers.models import Document

pytestmark = pytest.mark.django_db


def tasks(person: User, cycle: Cycle) -> dict[str, rules.Task]:
    data = queries.load(person)
    return {task.section: task for task in rules.tasks(data, rules.gaps(data, cycle=cycle), cycle)}


def test_everything_done() -> None:
    cycle = people.cycle()
    found = tasks(people.complete(cycle_=cycle), cycle)
    assert list(found) == ["basics", "education", "work", "licence", "documents"]
    assert all(task.done for task in found.values())
    assert found["basics"].sentence == "姓名、证件、住址，人员类型：社会人"
    assert found["education"].sentence == "昆明医科大学 大学本科 · 临床医学"
    assert found["work"].sentence == "没有工作经历（选填）"
    assert found["work"].optional
    assert found["licence"].sentence == "尚未取得医师资格"
    assert found["documents"].sentence == "已上传 5 份，均已通过检查"


def test_what_is_missing_is_named_but_not_endlessly() -> None:
    cycle = people.cycle()
    person = factories.applicant()
    found = tasks(person, cycle)
    assert found["basics"].sentence == "还缺：婚姻状况、民族、是否军队人员、户籍所在地 等 12 项"
    assert found["education"].sentence == "还缺：已毕业的学历"
    assert found["licence"].sentence == "还缺：是否已取得医师资格"
    assert [task.done for task in found.values()] == [False, False, True, False, False]
    actions.save_basics(
        actor=person, at=AT, values={**people.BASICS, "registered_region": None, "contact_region": None}
    )
    assert tasks(person, cycle)["basics"].sentence == "还缺：户籍所在地、现住址"


def test_the_last_refusal_is_told_with_its_reason() -> None:
    cycle = people.cycle()
    person = people.complete(cycle_=cycle)
    assert tasks(person, cycle)["documents"].because == ""
    reason = "背景不够白（最暗处 231，要求 255）"
    Document.objects.filter(slot="portrait").update(state=Document.State.REFUSED, refusal_message=reason)
    task = tasks(person, cycle)["documents"]
    assert (task.done, task.sentence) == (False, "还缺：免冠照片")
    assert task.because == f"免冠照片上次未通过：{reason}"


def test_promises_studies_licences_and_jobs_are_told() -> None:
    cycle = people.cycle()
    person = people.complete(cycle_=cycle)
    row = person.dossier.educations.get()
    promised = {"certificate_pending": True, "certificate_promised": date(2026, 9, 1), "graduated": date(2026, 6, 30)}
    actions.save_education(actor=person, at=AT, education_id=row.pk, values=promised)
    studying = {**people.EDUCATION, "studying": True, "level": "14", "institution": "10679"}
    actions.add_education(actor=person, at=AT.replace(hour=5), education_id=uuid.uuid4(), values=studying)
    job = {"employer": "大理州人民医院", "post": "医师", "started": date(2024, 1, 1)}
    actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values=job)
    held = {"licence_held": True, "licence_category": "10", "practising_number": "1" * 15}
    actions.save_licence(actor=person, at=AT, values=held)
    data = queries.load(person)
    found = {task.section: task.sentence for task in rules.tasks(data, [], cycle)}
    assert found["education"] == (
        "昆明医科大学 大学本科 · 临床医学（证书待取得，9 月 1 日前补交）；大理大学 硕士研究生 · 临床医学（在读）"
    )
    assert found["work"] == "大理州人民医院"
    assert found["licence"] == "已取得医师资格（临床），已注册执业"
