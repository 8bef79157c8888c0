"""The demonstration's texts: announcements, standing pages, consents, brochures, and the list of blank forms.

Plain text, paragraphs separated by an empty line. Dates and numbers come in through `text_facts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhupei.pure.reference.files import document, table
from zhupei.pure.reference.specialties import specialties
from zhupei.world.fiction.calendar import moment, rounds, spoken
from zhupei.world.fiction.province import PROVINCE, BaseFacts, plan, seats_of


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    key: str
    title: str
    body: str
    pinned: bool
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PageText:
    """`slug`: procedure 报名流程, instructions 操作须知."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """`label` stands beside the box; `required_for`: registration, documents, submission, or '' (free choice)."""

    key: str
    version: int
    published: date
    title: str
    label: str
    body: str
    required_for: str


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """A blank form to download; `pure.paper` draws it from its `kind`."""

    kind: str
    title: str
    hint: str
    position: int


def text_facts(today: date, year: int) -> dict[str, str]:
    """The words for the {placeholders} of the texts: province, year, seats, and the dates of both rounds."""
    first, second = rounds(today)
    facts = {
        "province": PROVINCE,
        "year": str(year),
        "seats": f"{seats_of('western') + seats_of('tcm'):,}",
        "western_seats": f"{seats_of('western'):,}",
        "tcm_seats": f"{seats_of('tcm'):,}",
        "supplementary_opens": spoken(second.stage("registration").opens, year),
        "supplementary_closes": spoken(second.stage("registration").closes, year),
    }
    for stage in first.stages:
        key = stage.kind.replace("-", "_")
        facts[f"{key}_opens"] = spoken(stage.opens, year)
        facts[f"{key}_closes"] = spoken(stage.closes, year)
    return facts


def announcements(today: date, year: int) -> tuple[AnnouncementText, ...]:
    facts = text_facts(today, year)
    return tuple(
        AnnouncementText(
            key=entry["key"],
            title=entry["title"].format_map(facts),
            body=_body(entry, facts),
            pinned=entry["pinned"],
            published_at=moment(today, entry["published"]),
        )
        for entry in document("world", "announcements.json")
    )


def pages(today: date, year: int) -> tuple[PageText, ...]:
    facts = text_facts(today, year)
    return tuple(
        PageText(entry["slug"], entry["title"], _body(entry, facts)) for entry in document("world", "pages.json")
    )


def consents() -> tuple[ConsentWords, ...]:
    return tuple(
        ConsentWords(
            key=entry["key"],
            version=entry["version"],
            published=date.fromisoformat(entry["published"]),
            title=entry["title"],
            label=entry["label"],
            body="\n\n".join(entry["paragraphs"]),
            required_for=entry["required_for"],
        )
        for entry in document("world", "consents.json")
    )


def templates() -> tuple[TemplateFacts, ...]:
    return tuple(
        TemplateFacts(row["kind"], row["title"], row["hint"], int(row["position"]))
        for row in table("world", "templates.tsv")
    )


def brochure(base: BaseFacts, today: date, year: int) -> str:
    """招生简章 of a base: a title line and paragraphs."""
    words = document("world", "brochure.json")
    names = {specialty.code: specialty.name for specialty in specialties()}
    lines = [line for line in plan() if line.base == base.code]
    facts = text_facts(today, year) | {
        "name": base.name,
        "address": base.address,
        "phone": base.phone,
        "partners": "、".join(base.partners) or words["no_partners"],
        "seats": f"{sum(line.seats for line in lines):,}",
        "specialty_count": str(len(lines)),
        "specialties": "、".join(f"{names[line.specialty]} {line.seats} 名" for line in lines),
    }
    return "\n\n".join([words["title"].format_map(facts), _body(words, facts)])


def _body(entry: Mapping[str, Any], facts: Mapping[str, str]) -> str:
    """Raises KeyError on a placeholder that has no fact."""
    return "\n\n".join(paragraph.format_map(facts) for paragraph in entry["paragraphs"])
