"""Each rule of completeness from both sides (domain section 5, manual part 三)."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.cycles.models import Cycle
from zhupei.dossiers import actions, loading, queries, rules
from zhupei.dossiers.models import Document
from zhupei.pure.identity import DocumentType
from zhupei.world.fiction import generate
from zhupei.world.fiction import people as facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    return people.cycle()


def messages(person: Any, cycle: Cycle, kind: str = "residency") -> list[str]:
    return [gap.message for gap in rules.gaps(queries.load(person), cycle=cycle, kind=kind)]


def test_a_complete_dossier_has_no_gap(cycle: Cycle) -> None:
    assert messages(people.complete(cycle_=cycle), cycle) == []


def test_a_blank_one_lacks_everything_once(cycle: Cycle) -> None:
    gaps = rules.gaps(queries.load(factories.applicant()), cycle=cycle)
    named = [(gap.item, gap.field) for gap in gaps]
    assert len(set(named)) == len(named)
    assert ("basics", "marital_status") in named
    assert ("education", "") in named
    assert ("licence", "licence_held") in named
    assert ("document:portrait", "") in named
    assert not [gap for gap in gaps if gap.section == "work"], "work is optional"


REQUIRED = sorted(set(people.BASICS) - {"qq", "employer", "military"})


@pytest.mark.parametrize("name", REQUIRED)
def test_each_field_of_the_basics_is_missed_by_name(name: str, cycle: Cycle) -> None:
    blank = None if "region" in name else ""
    person = people.complete(cycle_=cycle, **{name: blank})
    gaps = rules.gaps(queries.load(person), cycle=cycle)
    assert {gap.field for gap in gaps if gap.section == "basics"} == {name}
    assert all(gap.label in gap.message for gap in gaps)


def test_no_is_an_answer(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle, military=None)
    assert messages(person, cycle) == ["请选择是否军队人员"]
    actions.save_basics(actor=person, at=AT, values={"military": False})
    assert messages(person, cycle) == []


def test_a_region_goes_down_to_the_county(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle, contact_region="530100")
    assert messages(person, cycle) == ["现住址请选到区县"]
    actions.save_basics(actor=person, at=AT, values={"contact_region": "530103"})
    assert messages(person, cycle) == []


@pytest.mark.parametrize(("category", "asked"), [("own_employee", True), ("entrusted", True), ("unaffiliated", False)])
def test_employer_and_consent_are_asked_by_category(category: str, asked: bool, cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    actions.save_basics(actor=person, at=AT, values={"category": category})
    expected = ["请填写工作单位", "请上传单位同意培训证明"] if asked else []
    assert messages(person, cycle) == expected
    actions.save_basics(actor=person, at=AT, values={"employer": "昆明市第一人民医院"})
    assert ("请填写工作单位" in messages(person, cycle)) is False


def test_a_category_of_another_cycle_is_asked_again(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    actions.save_basics(actor=person, at=AT, values={"category": "village_doctor"})
    assert messages(person, cycle) == ["请重新选择人员类型"]


def test_sex_and_birth_date_are_asked_only_when_the_number_does_not_tell(cycle: Cycle) -> None:
    permit = "H12345678"
    person = factories.applicant(document_type=DocumentType.HK_MACAO_PERMIT.value, document_number=permit)
    people.complete(person, cycle_=cycle, nationality="HKG", ethnicity="")
    assert messages(person, cycle) == ["请选择性别", "请选择出生日期"]
    actions.save_basics(actor=person, at=AT, values={"sex": "female", "birth_date": date(1998, 3, 1)})
    data = queries.load(person)
    assert (data.sex, data.birth_date) == ("female", date(1998, 3, 1))
    assert messages(person, cycle) == []


def test_the_number_wins_over_what_was_answered(cycle: Cycle) -> None:
    number = generate.resident_id("530102", date(1999, 2, 3), 2)
    person = people.complete(factories.applicant(document_number=number), cycle_=cycle, sex="male")
    data = queries.load(person)
    assert (data.sex, data.birth_date) == ("female", date(1999, 2, 3))


@pytest.mark.parametrize(("nationality", "asked"), [("CHN", {"ethnicity", "registered_region"}), ("FRA", set())])
def test_people_and_household_are_matters_of_nationality(nationality: str, asked: set[str], cycle: Cycle) -> None:
    given = {"nationality": nationality, "ethnicity": "", "registered_region": None}
    person = people.complete(cycle_=cycle, **given)
    assert {gap.field for gap in rules.gaps(queries.load(person), cycle=cycle)} == asked


def row(person: Any, **changed: Any) -> None:
    education = person.dossier.educations.get()
    actions.save_education(actor=person, at=AT, education_id=education.pk, values=changed)


EDUCATION_CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"studying": True}, ["学历信息须包含已毕业的本科学历"]),
    ({"studying": None}, ["学历信息须包含已毕业的本科学历", "请选择是否在读"]),
    ({"level": "22"}, ["学历信息须包含已毕业的本科学历"]),
    ({"level": "14"}, ["学历信息须包含已毕业的本科学历"]),
    ({"institution": None}, ["请选择毕业院校"]),
    ({"institution": None, "institution_other": "曼谷大学"}, []),
    ({"major": None}, ["请选择所学专业"]),
    ({"major": None, "major_other": "藏药学"}, []),
    ({"degree": ""}, ["请选择学位"]),
    ({"degree": "0", "degree_number": ""}, []),
    ({"diploma_number": ""}, ["请填写毕业证书编号"]),
    ({"degree_number": ""}, ["请填写学位证书编号"]),
    ({"started": None}, ["请选择入学日期"]),
    ({"graduated": None}, ["请选择毕业日期"]),
    ({"graduated": date(2018, 9, 1)}, ["毕业日期（2018 年 9 月 1 日）应晚于入学日期（2018 年 9 月 1 日）"]),
    ({"graduated": date(2018, 9, 2)}, []),
]
PENDING = {
    "certificate_pending": True,
    "graduated": date(2026, 6, 30),
    "certificate_promised": date(2026, 9, 1),
    "diploma_number": "",
    "degree_number": "",
}
EDUCATION_CASES += [
    (PENDING, []),
    ({**PENDING, "certificate_promised": None}, ["请选择预计取得证书的日期"]),
    (
        {**PENDING, "graduated": date(2025, 12, 31)},
        ["“证书待取得”只适用于 2026 年毕业的应届毕业生，请填写证书编号"],
    ),
]


@pytest.mark.parametrize(("changed", "expected"), EDUCATION_CASES)
def test_a_row_of_education(changed: dict[str, Any], expected: list[str], cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    row(person, **changed)
    found = [gap.message for gap in rules.gaps(queries.load(person), cycle=cycle) if gap.section == "education"]
    assert found == expected


def test_a_master_in_the_making_needs_the_bachelor_too(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    values = {**people.EDUCATION, "studying": True, "level": "14", "degree": "", "graduated": None}
    actions.add_education(actor=person, at=AT, education_id=uuid.uuid4(), values=values)
    assert messages(person, cycle) == []


def test_rows_are_told_apart_when_there_are_several(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    values = {**people.EDUCATION, "studying": True, "level": "14", "started": None}
    actions.add_education(actor=person, at=AT, education_id=uuid.uuid4(), values=values)
    assert messages(person, cycle) == ["昆明医科大学 硕士研究生：请选择入学日期"]


@pytest.mark.parametrize(
    ("level", "lowest", "complete"), [("31", "30", True), ("31", "20", False), ("21", "30", True), ("41", "30", False)]
)
def test_assistant_gp_asks_the_level_of_the_cycle(level: str, lowest: str, complete: bool, cycle: Cycle) -> None:
    cycle.assistant_level = lowest
    person = people.complete(cycle_=cycle)
    row(person, level=level, major=None, major_other="临床医学")
    found = messages(person, cycle, "assistant_gp")
    assert (found == []) is complete
    assert complete or "学历信息须包含已毕业的" in found[0]


def test_the_likely_kind_follows_the_education(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    assert rules.likely_kind(queries.load(person), cycle) == "residency"
    row(person, level="31")
    assert rules.likely_kind(queries.load(person), cycle) == "assistant_gp"
    row(person, level="41")
    assert rules.likely_kind(queries.load(person), cycle) == "residency"


def test_work_is_optional_but_not_half_told(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    actions.save_work(actor=person, at=AT, values={"has_work": True})
    assert messages(person, cycle) == ["请至少填写一条工作经历，或改选“没有”"]
    values = {"employer": "玉溪市人民医院", "post": "", "started": date(2024, 7, 1), "ended": date(2024, 6, 1)}
    job = actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values=values)
    assert messages(person, cycle) == [
        "玉溪市人民医院：请填写岗位或职务",
        "玉溪市人民医院：结束日期（2024 年 6 月 1 日）不应早于开始日期（2024 年 7 月 1 日）",
    ]
    fixed = {"post": "住院医师", "ended": None}
    actions.save_employment(actor=person, at=AT, employment_id=job.pk, values=fixed)
    assert messages(person, cycle) == []
    actions.remove_employment(actor=person, at=AT, employment_id=job.pk)
    actions.save_work(actor=person, at=AT, values={"has_work": False})
    assert messages(person, cycle) == []


def licence(number: str) -> dict[str, Any]:
    return {
        "licence_held": True,
        "qualification_number": number,
        "qualification_date": date(2024, 12, 1),
        "licence_category": "10",
        "practising_number": "110530000012345",
        "practising_date": date(2025, 3, 1),
        "licence_scope": "内科专业",
    }


@pytest.mark.parametrize("name", ["qualification_number", "qualification_date", "licence_category"])
def test_a_licence_held_is_told_in_full(name: str, cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    values = licence("202453110" + person.document_number.plain())
    actions.save_licence(actor=person, at=AT, values=values)
    for kind in ("qualification", "practising"):
        people.document(person, kind)
    assert messages(person, cycle) == []
    actions.save_licence(actor=person, at=AT, values={name: None if "date" in name else ""})
    assert [gap.field for gap in rules.gaps(queries.load(person), cycle=cycle)] == [name]


def test_a_doctor_who_is_not_registered_yet_has_no_practising_certificate(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    values = licence("202453110" + person.document_number.plain())
    actions.save_licence(actor=person, at=AT, values={**values, "practising_number": "", "practising_date": None})
    people.document(person, "qualification")
    assert messages(person, cycle) == []
    actions.save_licence(actor=person, at=AT, values={"practising_number": "110530000012345", "licence_scope": ""})
    assert messages(person, cycle) == ["请选择执业证书签发日期", "请填写执业范围", "请上传医师执业证书"]


def test_another_holders_number_is_a_warning_not_a_gap(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    own = "202453110" + person.document_number.plain()
    actions.save_licence(actor=person, at=AT, values=licence(own))
    assert rules.warnings(queries.load(person)) == []
    actions.save_licence(actor=person, at=AT, values={"qualification_number": "202453110" + factories.number()})
    warned = rules.warnings(queries.load(person))
    assert [warning.field for warning in warned] == ["qualification_number"]
    actions.save_licence(actor=person, at=AT, values={"licence_held": False})
    assert rules.warnings(queries.load(person)) == []


STATES: list[tuple[dict[str, Any], Callable[[str], bool]]] = [
    ({"state": Document.State.RECEIVED}, lambda message: message == "免冠照片正在检查，请稍候"),
    (
        {"state": Document.State.REFUSED, "refusal_message": "宽 380 像素，要求不少于 413"},
        lambda message: message == "免冠照片未通过检查：宽 380 像素，要求不少于 413",
    ),
]


@pytest.mark.parametrize(("state", "expected"), STATES)
def test_only_an_accepted_document_closes_its_gap(
    state: dict[str, Any], expected: Callable[[str], bool], cycle: Cycle
) -> None:
    person = people.complete(cycle_=cycle)
    Document.objects.filter(slot="portrait").update(**state)
    (message,) = messages(person, cycle)
    assert expected(message)


def test_a_refused_newer_one_leaves_the_old_in_force(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    people.document(person, "portrait", state=Document.State.REFUSED, uploaded_at=AT.replace(hour=9))
    assert messages(person, cycle) == []


FACTS = (
    "level",
    "degree",
    "major",
    "started",
    "graduated",
    "studying",
    "certificate_pending",
    "certificate_promised",
    "diploma_number",
    "degree_number",
)


def test_generated_people_of_the_demonstration_have_no_gap_but_documents(cycle: Cycle) -> None:
    """The facts of the demonstration world and the rules agree."""
    loading.load_reference_data()
    for index in (*range(30), 249, 499):
        drawn = facts.person(5, index, on=AT.date())
        person = factories.applicant(document_type=drawn.document_type, document_number=drawn.document_number)
        actions.save_basics(
            actor=person,
            at=AT,
            values={
                "sex": drawn.sex,
                "birth_date": drawn.birth_date,
                "marital_status": drawn.marital_status,
                "nationality": drawn.nationality,
                "ethnicity": drawn.ethnicity,
                "registered_region": drawn.registered.region,
                "registered_detail": drawn.registered.detail,
                "contact_region": drawn.contact.region,
                "contact_detail": drawn.contact.detail,
                "email": drawn.email,
                "qq": drawn.qq,
                "military": drawn.military,
                "category": drawn.category if drawn.category != "order_oriented" else "postgraduate",
                "employer": drawn.employer,
                "emergency_name": drawn.emergency_name,
                "emergency_relation": drawn.emergency_relation,
                "emergency_phone": drawn.emergency_phone,
            },
        )
        for each in drawn.educations:
            values = {name: getattr(each, name) for name in FACTS} | {
                "institution": each.institution or None,
                "institution_other": each.institution_other,
            }
            actions.add_education(actor=person, at=AT, education_id=uuid.uuid4(), values=values)
        held = drawn.licence
        values = {"licence_held": held is not None}
        if held is not None:
            values |= {
                "qualification_number": held.qualification_number,
                "qualification_date": held.qualification_date,
                "licence_category": held.category,
                "practising_number": held.practising_number,
                "practising_date": held.practising_date,
                "licence_scope": held.scope,
            }
        actions.save_licence(actor=person, at=AT, values=values)
        data = queries.load(person)
        found = [gap for gap in rules.gaps(data, cycle=cycle, kind=drawn.kind) if gap.section != "documents"]
        assert found == [], (index, drawn.category)
        assert rules.warnings(data) == []
