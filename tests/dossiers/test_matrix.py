"""The document matrix by table: who is asked for what (domain section 5.5)."""

import uuid
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.cycles.models import Cycle, DocumentDemand
from zhupei.dossiers import actions, queries, rules
from zhupei.dossiers.models import Document, Education
from zhupei.pure.identity import DocumentType

pytestmark = pytest.mark.django_db

ALWAYS = ["portrait", "id-front", "id-back"]
GRADUATE: dict[str, Any] = {}
LICENSED = {"licence_held": True, "qualification_number": "2" * 24}

# basics, education row, licence → required kinds beyond ALWAYS
TABLE: list[tuple[dict[str, Any], dict[str, Any] | None, dict[str, Any], list[str]]] = [
    ({}, GRADUATE, {}, ["diploma", "degree"]),
    ({}, None, {}, []),
    ({}, {"studying": True}, {}, []),
    ({}, {"degree": "0"}, {}, ["diploma"]),
    ({}, {"degree": ""}, {}, ["diploma"]),
    ({}, {"certificate_pending": True}, {}, ["diploma", "degree"]),
    ({"category": "own_employee"}, GRADUATE, {}, ["employer-consent", "diploma", "degree"]),
    ({"category": "entrusted"}, GRADUATE, {}, ["employer-consent", "diploma", "degree"]),
    ({"category": ""}, GRADUATE, {}, ["diploma", "degree"]),
    ({"category": "postgraduate"}, GRADUATE, {}, ["diploma", "degree", "designation"]),
    ({}, GRADUATE, LICENSED, ["diploma", "degree", "qualification"]),
    ({}, GRADUATE, {**LICENSED, "practising_number": "1" * 15}, ["diploma", "degree", "qualification", "practising"]),
    ({}, GRADUATE, {"licence_held": False, "practising_number": "1" * 15}, ["diploma", "degree"]),
]


def person_with(basics: dict[str, Any], row: dict[str, Any] | None, licence: dict[str, Any]) -> Any:
    person = people.filled(educations=0, **basics)
    if row is not None:
        actions.add_education(actor=person, at=AT, education_id=uuid.uuid4(), values={**people.EDUCATION, **row})
    actions.save_licence(actor=person, at=AT, values=licence)
    return person


@pytest.mark.parametrize(("basics", "row", "licence", "expected"), TABLE)
def test_who_is_asked_for_what(
    basics: dict[str, Any], row: dict[str, Any] | None, licence: dict[str, Any], expected: list[str]
) -> None:
    cycle = people.cycle()
    places = rules.demanded(queries.load(person_with(basics, row, licence)), cycle)
    assert [place.kind for place in places if place.required] == sorted(
        ALWAYS + expected, key=Document.Kind.values.index
    )
    assert [place.kind for place in places if not place.required] == ["cet"]


def test_each_row_has_its_own_slots() -> None:
    cycle = people.cycle()
    data = queries.load(people.filled(educations=3))
    slots = [place.slot for place in rules.demanded(data, cycle) if place.kind in ("diploma", "degree")]
    assert slots == [f"{kind}:{row.pk}" for kind in ("diploma", "degree") for row in data.educations]
    assert all(place.education_id for place in rules.demanded(data, cycle) if place.kind == "diploma")


def test_the_matrix_is_data() -> None:
    cycle = people.cycle()
    data = queries.load(people.filled())
    DocumentDemand.objects.filter(kind="cet").delete()
    DocumentDemand.objects.create(cycle=cycle, kind="cet", condition="category:unaffiliated", demand="required")
    DocumentDemand.objects.create(cycle=cycle, kind="employer-consent", condition="pending", demand="required")
    DocumentDemand.objects.create(cycle=cycle, kind="designation", condition="no-such-condition", demand="required")
    asked = {place.kind: place.required for place in rules.demanded(data, Cycle.objects.get(pk=cycle.pk))}
    assert asked["cet"] is True
    assert "employer-consent" not in asked and "designation" not in asked
    other = queries.load(people.filled(category="entrusted"))
    assert "cet" not in {place.kind for place in rules.demanded(other, Cycle.objects.get(pk=cycle.pk))}


def test_required_wins_over_optional() -> None:
    cycle = people.cycle()
    DocumentDemand.objects.create(cycle=cycle, kind="cet", condition="graduated_row", demand="required")
    asked = rules.demanded(queries.load(people.filled()), Cycle.objects.get(pk=cycle.pk))
    assert [place.required for place in asked if place.kind == "cet"] == [True]


@pytest.mark.parametrize(("listed", "asked"), [(True, False), (False, True)])
def test_proof_is_asked_of_designated_people_who_are_not_on_the_list(listed: bool, asked: bool) -> None:
    cycle = people.cycle()
    data = queries.load(people.filled(category="postgraduate"))
    data = queries.DossierData(data.person, data.dossier, listed_cycles=frozenset([cycle.pk] if listed else []))
    assert ("designation" in {place.kind for place in rules.demanded(data, cycle)}) is asked


def test_the_names_are_those_of_the_document_carried() -> None:
    cycle = people.cycle()
    person = factories.applicant(document_type=DocumentType.HK_MACAO_PERMIT.value, document_number="H12345678")
    titles = {place.kind: place.title for place in rules.demanded(queries.load(people.filled(person)), cycle)}
    assert (titles["id-front"], titles["id-back"]) == ("通行证正面", "通行证背面")
    assert titles["diploma"] == "学历照片（昆明医科大学 大学本科）"


def test_a_pending_row_is_asked_for_the_stamped_proof() -> None:
    cycle = people.cycle()
    person = person_with({}, {"certificate_pending": True, "graduated": date(2026, 6, 30)}, {})
    helps = {place.kind: place.help for place in rules.demanded(queries.load(person), cycle)}
    assert "毕业证明" in helps["diploma"] and "毕业证明" in helps["degree"]


ROW = uuid.UUID("6f1f4a6e-5d3b-4b6e-9f27-3d1c3c1d0a11")


@pytest.mark.parametrize(
    ("slot", "parts"),
    [
        ("portrait", ("portrait", None)),
        (f"diploma:{ROW}", ("diploma", ROW)),
        ("diploma", None),
        (f"portrait:{ROW}", None),
        ("diploma:", None),
        ("diploma:1", None),
        (f"diploma:{str(ROW).upper()}", None),
        (f"diploma:{ROW.hex}", None),
        ("passport", None),
        ("", None),
        ("\x00", None),
    ],
)
def test_slots_have_one_spelling(slot: str, parts: tuple[str, uuid.UUID | None] | None) -> None:
    assert rules.split_slot(slot) == parts
    if parts:
        assert rules.slot_of(parts[0], Education(pk=parts[1]) if parts[1] else None) == slot
