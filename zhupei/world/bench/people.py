"""Who takes part: the generated people of the demonstration world, and what they write into each form.

Names of fields are those of `dossiers.sections`. The two designated categories stay at home: they need the province's
list, and their choice is one click.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhupei.pure.reference.choices import ChoiceFacts, preferences
from zhupei.pure.reference.people import PersonFacts, person

SEED = 9
PASSWORD = "Bench-7lake-heron"  # noqa: S105  of people who do not exist
DESIGNATED = ("postgraduate", "order_oriented")
YES, NO = "yes", "no"
OTHER = "other"


@dataclass(frozen=True)
class Traveller:
    """One person with a network address of his own; `choice` is what he will choose."""

    facts: PersonFacts
    choice: ChoiceFacts
    address: str


def travellers(on: date, start: int = 0) -> Iterator[Traveller]:
    """Ordinary applicants with something to choose, from the generated person `start` on."""
    index = start
    while True:
        facts = person(SEED, index, on=on)
        choice = None if facts.category in DESIGNATED else preferences(SEED, facts)
        if choice is not None:
            yield Traveller(facts, choice, f"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}")
        index += 1


def registration(facts: PersonFacts) -> dict[str, str]:
    return {
        "document_type": facts.document_type,
        "number": facts.document_number,
        "name": facts.name,
        "phone": facts.phone,
    }


def basics(facts: PersonFacts) -> dict[str, str]:
    """Everything but the regions, which are chosen level by level."""
    return {
        "sex": facts.sex,
        "birth_date": f"{facts.birth_date}",
        "marital_status": facts.marital_status,
        "nationality": facts.nationality,
        "ethnicity": facts.ethnicity,
        "military": yes_no(facts.military),
        "registered_detail": facts.registered.detail,
        "contact_detail": facts.contact.detail,
        "category": facts.category,
        "employer": facts.employer,
        "email": facts.email,
        "qq": facts.qq,
        "emergency_name": facts.emergency_name,
        "emergency_relation": facts.emergency_relation,
        "emergency_phone": facts.emergency_phone,
    }


def regions(facts: PersonFacts) -> dict[str, str]:
    """Field → code of the county."""
    return {"registered_region": facts.registered.region, "contact_region": facts.contact.region}


def educations(facts: PersonFacts) -> list[dict[str, str | None]]:
    """One for each row; None leaves a tick box empty. What does not concern the person stays empty."""
    return [
        {
            "studying": yes_no(row.studying),
            "level": row.level,
            "degree": row.degree,
            "institution": row.institution or OTHER,
            "institution_other": row.institution_other,
            "major": row.major,
            "started": f"{row.started}",
            "graduated": f"{row.graduated}",
            "certificate_pending": "on" if row.certificate_pending else None,
            "certificate_promised": f"{row.certificate_promised or ''}",
            "diploma_number": row.diploma_number,
            "degree_number": row.degree_number,
        }
        for row in facts.educations
    ]


def licence(facts: PersonFacts) -> dict[str, str]:
    held = facts.licence
    if held is None:
        return {"licence_held": NO}
    return {
        "licence_held": YES,
        "qualification_number": held.qualification_number,
        "qualification_date": f"{held.qualification_date}",
        "licence_category": held.category,
        "practising_number": held.practising_number,
        "practising_date": f"{held.practising_date}",
        "licence_scope": held.scope,
    }


def yes_no(answer: bool) -> str:
    return YES if answer else NO
