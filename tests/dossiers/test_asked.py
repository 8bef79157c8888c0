"""A field that is not asked counts as empty, whatever is stored in it; what was typed comes back with the answer."""

import itertools
import uuid
from datetime import date
from typing import Any

import pytest

from tests.dossiers import people
from tests.dossiers.people import AT
from zhupei.accounts.models import User
from zhupei.cycles.models import Cycle
from zhupei.dossiers import actions, queries, rules, sections, snapshot
from zhupei.dossiers.fields import ACCOUNT, ALWAYS, DATE, NEVER, REGION, TICK, YES_NO, DossierField
from zhupei.dossiers.models import Dossier, Education, Region
from zhupei.dossiers.queries import Category, DossierData, Policies
from zhupei.pure.identity import DocumentType

FIELDS = [
    field
    for section in sections.SECTIONS
    for field in (*section.fields, *section.row)
    if field.condition not in (ALWAYS, NEVER) and field.kind != ACCOUNT
]
POLICIES = Policies(
    year=2026,
    assistant_level="31",
    categories={"own": Category("own", "本单位人", "free", True), "none": Category("none", "社会人", "free", False)},
    demands=(),
    cycle_id=uuid.UUID(int=1),
)
DAY = date(2024, 5, 6)
HELD = {
    "licence_held": True,
    "qualification_number": "202453110530102199001010015",
    "qualification_date": DAY,
    "licence_category": "clinical",
    "practising_number": "110530000000001",
    "practising_date": DAY,
    "licence_scope": "内科专业",
}


def answers() -> list[dict[str, Any]]:
    """Every combination of the answers on which a condition depends."""
    choices = {
        "nationality": ("CHN", "HKG", "FRA"),
        "category": ("own", "none", ""),
        "licence_held": (True, False, None),
        "practising_number": ("110530000000001", ""),
        "studying": (True, False, None),
        "certificate_pending": (True, False),
        "degree": ("410", "0", ""),
    }
    return [dict(zip(choices, each, strict=True)) for each in itertools.product(*choices.values())]


def stored(field: DossierField) -> Any:
    """Something in the field."""
    if field.kind == REGION:
        return Region(code="530102", name="五华区")
    return {DATE: DAY, TICK: True, YES_NO: True}.get(field.kind, "已填写")


def dossier(given: dict[str, Any]) -> tuple[DossierData, Education]:
    """Every field with a condition filled in, then the answers."""
    person = User(document_type=DocumentType.HK_MACAO_PERMIT, document_number="H12345678")
    made, row = Dossier(person=person), Education()
    for field in FIELDS:
        setattr(row if field in sections.EDUCATION.row else made, field.name, stored(field))
    for name, value in given.items():
        setattr(made if hasattr(made, name) else row, name, value)
    return DossierData(person, made, (row,)), row


def test_what_is_not_asked_is_never_in_the_snapshot() -> None:
    assert {field.name for field in FIELDS} >= {"employer", "ethnicity", "qualification_date", "diploma_number"}
    hidden: set[str] = set()
    for given in answers():
        data, row = dossier(given)
        for owner, fields in ((data.dossier, [f for f in FIELDS if f not in sections.EDUCATION.row]), (row, FIELDS)):
            own = [field for field in fields if hasattr(owner, field.attribute)]
            found = snapshot.fields_of(own, owner, data, POLICIES)
            for field, frozen in zip(own, found, strict=True):
                if not rules.NEEDED[field.condition](data, POLICIES, row):
                    assert (frozen["value"] or "", frozen["text"]) == ("", ""), (field.name, given)
                    hidden.add(field.name)
                elif field.name not in given:
                    assert frozen["text"], (field.name, given)
    known_from_a_number = {"sex", "birth_date"}
    assert hidden == {field.name for field in FIELDS} - known_from_a_number


@pytest.mark.parametrize(("section", "field"), [(s, f) for s in sections.SECTIONS for f in (*s.fields, *s.row)])
def test_whatever_is_required_is_asked(section: Any, field: DossierField) -> None:
    assert field.condition in rules.NEEDED
    if field.required == NEVER:
        return
    for given in answers():
        data, row = dossier(given)
        if rules.NEEDED[field.required](data, POLICIES, row):
            assert rules.asked(field, data, POLICIES, row), given


@pytest.mark.django_db
def test_a_licence_that_is_taken_back_is_gone_until_it_is_claimed_again() -> None:
    cycle: Cycle = people.cycle()
    person = people.complete(cycle_=cycle)
    actions.save_licence(actor=person, at=AT, values=HELD)
    for slot in ("qualification", "practising"):
        people.document(person, slot)
    full = snapshot.freeze(queries.load(person), cycle)
    assert HELD["qualification_number"] in str(full)
    assert [each["kind"] for each in full["documents"]][-2:] == ["qualification", "practising"]

    actions.save_licence(actor=person, at=AT, values={"licence_held": False})
    data = queries.load(person)
    frozen = snapshot.freeze(data, cycle)
    fields = snapshot.section(frozen, "licence")["fields"]
    assert [(each["name"], each["text"]) for each in fields if each["text"]] == [("licence_held", "否")]
    assert {"qualification", "practising"}.isdisjoint(each["kind"] for each in frozen["documents"])
    assert frozen["hints"] == rules.gaps(data, cycle=cycle) == []

    actions.save_licence(actor=person, at=AT, values={"licence_held": True})
    again = snapshot.freeze(queries.load(person), cycle)
    assert again["sections"] == full["sections"]
