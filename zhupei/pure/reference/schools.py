"""Institutions and majors of medical education, searchable. 其他 is a way out of the form, not an entry."""

from dataclasses import dataclass
from functools import cache

from zhupei.pure.reference.files import several, table
from zhupei.pure.reference.search import search_text


@dataclass(frozen=True, slots=True)
class InstitutionRecord:
    """`code`: five digits of the ministry, or our own beginning with X. `level`: undergraduate, junior_college."""

    code: str
    name: str
    province: str
    level: str
    former_names: tuple[str, ...]
    search_text: str


@dataclass(frozen=True, slots=True)
class MajorRecord:
    """`levels`: GB/T 4658 codes of the levels it is taught at. `group`: the word that eligibility rules use.

    Postgraduate codes carry a G and codes of before 2012 an H, because the catalogues share numbers.
    """

    code: str
    name: str
    catalogue: str
    levels: tuple[str, ...]
    group: str
    former_names: tuple[str, ...]
    search_text: str


@cache
def institutions() -> tuple[InstitutionRecord, ...]:
    """The province's own institutions first."""
    return tuple(
        InstitutionRecord(
            code=row["code"],
            name=row["name"],
            province=row["province"],
            level=row["level"],
            former_names=(former := several(row["former_names"])),
            search_text=search_text(row["name"], former),
        )
        for row in table("dossiers", "institutions.tsv")
    )


@cache
def majors() -> tuple[MajorRecord, ...]:
    """Undergraduate, before 2012, junior college, postgraduate."""
    return tuple(
        MajorRecord(
            code=row["code"],
            name=row["name"],
            catalogue=row["catalogue"],
            levels=several(row["levels"]),
            group=row["group"],
            former_names=(former := several(row["former_names"])),
            search_text=search_text(row["name"], former),
        )
        for row in table("dossiers", "majors.tsv")
    )
