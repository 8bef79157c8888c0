"""Who takes part: the generated people of the demonstration world, and what they write into each form.

Names of fields are those of `dossiers.sections`. The two designated categories stay at home: they need the province's
list, and their choice is one click.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhupei.world import answers
from zhupei.world.fiction.choices import ChoiceFacts, preferences
from zhupei.world.fiction.people import PersonFacts, person

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
    return {name: written(value) for name, value in answers.basics(facts).items() if name not in regions(facts)}


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
    return {name: written(value) for name, value in answers.licence(facts).items()}


def written(value: object) -> str:
    """As a browser sends it."""
    if isinstance(value, bool):
        return yes_no(value)
    return "" if value is None else f"{value}"


def yes_no(answer: bool) -> str:
    return YES if answer else NO
