"""The frozen dossier: plain JSON, complete, in order, the same for the same dossier."""

import json

import pytest

from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.cycles.models import Cycle
from zhupei.dossiers import actions, queries, sections, snapshot
from zhupei.dossiers.models import Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    return people.cycle()


def test_it_is_plain_json_and_deterministic(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    first = snapshot.freeze(queries.load(person), cycle)
    second = snapshot.freeze(queries.load(person), Cycle.objects.get(pk=cycle.pk))
    assert json.loads(json.dumps(first)) == first == second
    assert first["schema"] == "dossier/1"
    assert first["revision"] == person.dossier.revision


def test_every_field_is_in_it_with_label_code_and_words(cycle: Cycle) -> None:
    frozen = snapshot.freeze(queries.load(people.complete(cycle_=cycle)), cycle)
    for section in sections.SECTIONS[:-1]:
        part = snapshot.section(frozen, section.key)
        names = [field["name"] for field in part["fields"]]
        assert names == [field.name for field in section.fields]
    basics = {field["name"]: field for field in snapshot.section(frozen, "basics")["fields"]}
    assert basics["ethnicity"] == {"name": "ethnicity", "label": "民族", "value": "25", "text": "水族"}
    assert (basics["category"]["value"], basics["category"]["text"]) == ("unaffiliated", "社会人")
    assert basics["registered_region"]["text"] == "云南省大理白族自治州大理市"
    assert basics["registered_detail"]["text"] == "太和街道文化路 2 号"
    assert (basics["military"]["value"], basics["military"]["text"]) == (False, "否")
    assert basics["document_type"]["text"] == "居民身份证"
    row = snapshot.section(frozen, "education")["rows"][0]
    assert row["title"] == "昆明医科大学 大学本科"
    assert snapshot.text(row["fields"], "institution") == "昆明医科大学"
    assert snapshot.text(row["fields"], "graduated") == "2023-06-30"
    assert snapshot.text(row["fields"], "no_such_field") == ""


def test_sex_birth_date_number_and_phone_come_from_the_account(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    fields = snapshot.section(snapshot.freeze(queries.load(person), cycle), "basics")["fields"]
    number = person.document_number.plain()
    assert snapshot.text(fields, "document_number") == number
    assert snapshot.text(fields, "phone") == person.phone.plain()
    assert snapshot.text(fields, "birth_date").replace("-", "") == number[6:14]
    assert snapshot.text(fields, "sex") in ("男", "女")


def test_free_words_stand_where_the_list_had_none(cycle: Cycle) -> None:
    person = people.filled()
    row = person.dossier.educations.get()
    values = {"institution": None, "institution_other": "曼谷大学"}
    actions.save_education(actor=person, at=AT, education_id=row.pk, values=values)
    frozen = snapshot.freeze(queries.load(person), cycle)
    fields = snapshot.section(frozen, "education")["rows"][0]["fields"]
    assert [field for field in fields if field["name"] == "institution"] == [
        {"name": "institution", "label": "毕业院校", "value": "", "text": "曼谷大学"}
    ]
    assert not [field for field in fields if field["name"].endswith("_other")]


def test_documents_in_force_and_asked_stand_in_the_order_of_the_matrix(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    people.document(person, "qualification")
    people.document(person, "cet")
    people.document(person, "id-front", state=Document.State.REFUSED, uploaded_at=AT.replace(hour=9))
    documents = snapshot.freeze(queries.load(person), cycle)["documents"]
    assert [each["kind"] for each in documents] == ["portrait", "id-front", "id-back", "diploma", "degree", "cet"]
    assert all(each["digest"] == "1" * 64 and each["id"] and each["pages"] == 1 for each in documents)
    assert documents[3]["slot"] == f"diploma:{documents[3]['education']}"


def test_hints_for_the_reviewer_travel_along(cycle: Cycle) -> None:
    person = people.complete(cycle_=cycle)
    held = {"licence_held": True, "qualification_number": "202453110530102199001010015"}
    actions.save_licence(actor=person, at=AT, values=held)
    hints = snapshot.freeze(queries.load(person), cycle)["hints"]
    assert [hint["field"] for hint in hints] == ["qualification_number"]


def test_an_unknown_section_is_an_error(cycle: Cycle) -> None:
    frozen = snapshot.freeze(queries.load(people.filled()), cycle)
    with pytest.raises(KeyError):
        snapshot.section(frozen, "training")
