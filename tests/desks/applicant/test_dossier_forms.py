"""How people write things, and what comes of it: fields one by one, then every form with everything."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.desks.applicant.forms import fields
from zhupei.desks.applicant.forms.dossier import SectionForm
from zhupei.dossiers import actions, queries, sections
from zhupei.dossiers.fields import REGION, DossierField
from zhupei.dossiers.models import Dossier, Education, Employment
from zhupei.dossiers.queries import Policies
from zhupei.kernel.crypto import codes

LANDLINE = "固定电话请加区号，如 0871-65331234"
PHONES = "请填 11 位手机号、带区号的固定电话（如 0871-65331234），或以 + 开头的境外号码"
FAULT = "第 1 个字是无法识别的字符，请删除后重新输入"


def cleaned(field: Any, text: str) -> Any:
    """The value, or the message."""
    try:
        return field.clean(text)
    except Exception as error:
        return ("refused", "；".join(error.messages))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-07-01", date(2025, 7, 1)),
        ("2025.7.1", date(2025, 7, 1)),
        ("2025/07/01", date(2025, 7, 1)),
        ("20250701", date(2025, 7, 1)),
        ("2025年7月1日", date(2025, 7, 1)),
        ("２０２５－０７－０１", date(2025, 7, 1)),
        (" 2025 - 07 - 01 ", date(2025, 7, 1)),
        ("", None),
        ("   ", None),
        ("2025-02-30", ("refused", "2025 年没有 2 月 30 日")),
        ("1899-12-31", ("refused", "年份应在 1900 至 2100 之间，现在是 1899")),
        ("昨天", ("refused", "日期应写成“2025-07-01”的样子")),
        ("٢٠٢٥-٠٧-٠١", ("refused", "日期应写成“2025-07-01”的样子")),
    ],
)
def test_dates(text: str, value: Any) -> None:
    assert cleaned(fields.DayField(), text) == value


def text_field(kind: str, longest: int = 120) -> fields.TextField:
    return fields.TextField(longest=longest, **fields.TEXTS[kind])


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  昆明市　第一人民医院\n", "昆明市 第一人民医院"),
        ("text", "（甲）", "（甲）"),
        ("text", "\u202e医院\u200b", "医院"),
        ("text", "𫖯𬀩", "𫖯𬀩"),
        ("text", chr(0x31350), chr(0x31350)),
        ("text", "\x00甲", ("refused", FAULT)),
        ("text", "\ud800甲", ("refused", FAULT)),
        ("text", "字" * 121, ("refused", "最多 120 个字，现在是 121 个")),
        ("email", " ｈｚｙ＠example.com ", "hzy@example.com"),
        ("email", "first-last_2@example.com", "first-last_2@example.com"),
        ("email", "hzy@", ("refused", "电子邮箱格式不对，应像“name@example.com”")),
        ("qq", "１００ ０１", "10001"),
        ("qq", "01234", ("refused", "QQ 号码应为 5 至 15 位数字")),
        ("phone", "+86 138-1234-5678", "13812345678"),
        ("phone", "１３８１２３４５６７８", "13812345678"),
        ("phone", "0871-65331234", "087165331234"),
        ("phone", "+852 2345 6789", "+85223456789"),
        ("phone", "0871-6533 1234-801", "087165331234801"),
        ("phone", "（010）65331234", "01065331234"),
        ("phone", "+86 10 6533 1234", "01065331234"),
        ("phone", "0086-871-65331234", "087165331234"),
        ("phone", "+86 0871 65331234", "087165331234"),
        ("phone", "00852 2345 6789", "0085223456789"),
        ("phone", "1381234567", ("refused", f"手机号应为 11 位，现在是 10 位；{LANDLINE}")),
        ("phone", "12345678901", ("refused", PHONES)),
        ("phone", "65331234", ("refused", PHONES)),
        ("phone", "打给我爸", ("refused", PHONES)),
        ("person-name", " 阿依·古丽 ", "阿依·古丽"),
        ("person-name", "张　三", "张三"),
        ("certificate", " 1067 8120 2305 ", "106781202305"),
        ("certificate", "滇医（2008）字第12号", "滇医(2008)字第12号"),
    ],
)
def test_texts(kind: str, text: str, value: Any) -> None:
    assert cleaned(text_field(kind), text) == value


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("no", False), ("", None)])
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert cleaned(fields.YesNoField(), text) is value


@pytest.mark.parametrize("field", [fields.YesNoField(), fields.OptionField(choices=[("a", "甲")])])
def test_choices_take_what_is_offered(field: Any) -> None:
    assert cleaned(field, "\x00' OR 1=1")[0] == "refused"


# Text as people and attackers send it.
ODD = st.sampled_from(
    ["", " ", "\x00", "\ud800", "\udfff", "\u202e13812345678", "２０２５－０２－３０", "9" * 5000, "-1", "'\"<>"]
)
CODES = st.sampled_from(["yes", "no", "other", "530102", "10678"])
ANYTHING = st.one_of(ODD, st.text(st.characters(), max_size=80), CODES)


def policies() -> Policies:
    category = queries.Category("unaffiliated", "社会人", "free", False)
    return Policies(2026, "30", {"unaffiliated": category}, (), uuid.uuid4())


FORMS: dict[str, tuple[tuple[DossierField, ...], Any]] = {
    "basics": (sections.BASICS.fields, Dossier),
    "education": (sections.EDUCATION.row, Education),
    "work": (sections.WORK.fields, Dossier),
    "employment": (sections.WORK.row, Employment),
    "licence": (sections.LICENCE.fields, Dossier),
}


def names(asked: tuple[DossierField, ...]) -> list[str]:
    found = ["version", "tab", "step", "find"]
    for field in asked:
        if field.kind == REGION:
            found += [f"{field.name}_{level}" for level in range(3)]
        else:
            found += [field.name, f"{field.name}_q"]
    return found


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_form_survives_anything_and_what_it_takes_can_be_stored(name: str, data: st.DataObject) -> None:
    people.reference()
    asked, model = FORMS[name]
    person = factories.applicant()
    sent = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names(asked), ANYTHING)))
    posted = QueryDict(mutable=True)
    posted.update(sent)
    row = model() if model is not Dossier else Dossier(person_id=person.pk)
    form = SectionForm(asked, row, queries.load(person), policies(), posted)
    valid = form.is_valid()
    for messages in form.errors.values():
        assert all("\ud800" not in message for message in messages)
    form.draw()
    form.find("institution")
    html = "".join(str(bound) + str(bound.errors) for bound in form)
    html.encode("utf-8")
    assert form.revision >= 0
    values = form.values
    if valid:
        store(name, person, values)


def store(name: str, person: Any, values: dict[str, Any]) -> None:
    if name == "education":
        actions.add_education(actor=person, at=AT, education_id=uuid.uuid4(), values=values)
    elif name == "employment":
        actions.add_employment(actor=person, at=AT, employment_id=uuid.uuid4(), values=values)
    else:
        save = {"basics": actions.save_basics, "work": actions.save_work, "licence": actions.save_licence}[name]
        save(actor=person, at=AT, values=values)


PAGES = {
    "basics": "/me/dossier/basics/",
    "education": "/me/dossier/educations/new/",
    "work": "/me/dossier/employments/",
    "employment": "/me/dossier/employments/new/",
    "licence": "/me/dossier/licence/",
}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_page_never_breaks(name: str, data: st.DataObject, client: Any) -> None:
    people.reference()
    person = factories.applicant()
    factories.login(client, person)
    sent = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names(FORMS[name][0]), ANYTHING)))
    sent = {key: value.encode("utf-8", "replace").decode() for key, value in sent.items()}
    sent["fresh"] = codes.sign(name, f"{person.pk}/{uuid.uuid4()}") if name == "education" else sent.get("fresh", "")
    if name == "employment":
        sent["fresh"] = codes.sign("work", f"{person.pk}/{uuid.uuid4()}")
    headers = {"X-Autosave": "1"} if data.draw(st.booleans()) else {}
    response = client.post(PAGES[name], sent, headers=headers)
    assert response.status_code in (200, 302, 409, 422)
    text = response.content.decode()
    typed = "\n".join(sent.values())
    assert all(leak not in text or leak in typed for leak in ("Traceback", "psycopg"))


VALID = {
    "marital_status": "20",
    "nationality": "CHN",
    "ethnicity": "25",
    "registered_region_0": "530000",
    "registered_region_1": "532900",
    "registered_region_2": "532901",
    "registered_detail": "太和街道",
    "contact_region_0": "530000",
    "contact_region_1": "530100",
    "contact_region_2": "530102",
    "contact_detail": "西昌路 295 号",
    "email": "hzy@example.com",
    "qq": "",
    "military": "no",
    "category": "unaffiliated",
    "employer": "",
    "emergency_name": "和建国",
    "emergency_relation": "父亲",
    "emergency_phone": "13812345678",
}


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left_out=st.sets(st.sampled_from(sorted(VALID))))
def test_valid_input_is_always_accepted_with_any_gaps(left_out: set[str]) -> None:
    people.reference()
    person = factories.applicant()
    posted = QueryDict(mutable=True)
    posted.update({key: value for key, value in VALID.items() if key not in left_out})
    form = SectionForm(sections.BASICS.fields, Dossier(person_id=person.pk), queries.load(person), policies(), posted)
    assert form.is_valid(), form.errors
    assert form.values["military"] is (None if "military" in left_out else False)
