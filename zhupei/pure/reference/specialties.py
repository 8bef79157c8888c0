"""The training specialties (domain section 12) and which majors may choose them: a provincial rule, editable."""

from dataclasses import dataclass
from functools import cache

from zhupei.pure.reference.files import table
from zhupei.pure.reference.schools import majors


@dataclass(frozen=True, slots=True)
class SpecialtyRecord:
    """`years` of training; `since` the year of the catalogue; `required_majors` in words, for the reason shown."""

    code: str
    name: str
    track: str
    kind: str
    years: int
    shortage: bool
    since: int
    required_majors: str


@cache
def specialties() -> tuple[SpecialtyRecord, ...]:
    return tuple(
        SpecialtyRecord(
            code=row["code"],
            name=row["name"],
            track=row["track"],
            kind=row["kind"],
            years=int(row["years"]),
            shortage=row["shortage"] == "1",
            since=int(row["since"]),
            required_majors=row["required_majors"],
        )
        for row in table("bases", "specialties.tsv")
    )


@cache
def eligible_groups() -> dict[str, frozenset[str]]:
    """Specialty code → groups of majors that may choose it."""
    groups: dict[str, set[str]] = {}
    for row in table("bases", "eligible_majors.tsv"):
        groups.setdefault(row["specialty"], set()).add(row["major_group"])
    return {code: frozenset(names) for code, names in groups.items()}


@cache
def eligible_major_codes(specialty: str) -> tuple[str, ...]:
    """The codes of the majors that may choose the specialty. Raises KeyError on an unknown specialty."""
    groups = eligible_groups()[specialty]
    return tuple(major.code for major in majors() if major.group in groups)
