"""The demonstration world (domain section 12): hospitals, plan, person categories, staff. Facts only, no tables."""

from dataclasses import dataclass
from functools import cache

from zhupei.pure.reference.files import several, table
from zhupei.pure.reference.specialties import specialties

PROVINCE = "云南省"


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """`region` is the code of the city; `partners` are names of hospitals that train with the base."""

    code: str
    name: str
    short_name: str
    city: str
    region: str
    address: str
    phone: str
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Seats of one specialty at one base. `line_last_year` in hundredths of a point; both None for a new line."""

    base: str
    specialty: str
    seats: int
    applicants_last_year: int | None
    line_last_year: int | None


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """人员类型. `choice_mode`: free, designated or none; `weight` is its share among generated people."""

    code: str
    name: str
    choice_mode: str
    needs_employer: bool
    position: int
    weight: int


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """`role`: administrator or reviewer of `base`; province, system, security, audit, support or technical of none."""

    login_name: str
    name: str
    role: str
    base: str
    phone: str


@dataclass(frozen=True, slots=True)
class ContactFacts:
    track: str
    name: str
    phone: str
    hours: str


@cache
def bases() -> tuple[BaseFacts, ...]:
    return tuple(
        BaseFacts(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            city=row["city"],
            region=row["region"],
            address=row["address"],
            phone=row["phone"],
            partners=several(row["partners"]),
        )
        for row in table("world", "bases.tsv")
    )


@cache
def plan() -> tuple[PlanFacts, ...]:
    """The plan of round 1, in the order of bases and specialties."""
    return tuple(
        PlanFacts(
            base=row["base"],
            specialty=row["specialty"],
            seats=int(row["seats"]),
            applicants_last_year=int(row["applicants_last_year"]) if row["applicants_last_year"] else None,
            line_last_year=hundredths(row["line_last_year"]) if row["line_last_year"] else None,
        )
        for row in table("world", "plan.tsv")
    )


@cache
def categories() -> tuple[CategoryFacts, ...]:
    return tuple(
        CategoryFacts(
            code=row["code"],
            name=row["name"],
            choice_mode=row["choice_mode"],
            needs_employer=row["needs_employer"] == "1",
            position=int(row["position"]),
            weight=int(row["weight"]),
        )
        for row in table("world", "person_categories.tsv")
    )


def staff() -> tuple[StaffFacts, ...]:
    return tuple(StaffFacts(**row) for row in table("world", "staff.tsv"))


def support_contacts() -> tuple[ContactFacts, ...]:
    return tuple(ContactFacts(**row) for row in table("world", "support_contacts.tsv"))


def seats_of(track: str) -> int:
    of = {specialty.code: specialty.track for specialty in specialties()}
    return sum(line.seats for line in plan() if of[line.specialty] == track)


def hundredths(points: str) -> int:
    """`71.20` → 7120: points are kept as integers in hundredths, never as floats."""
    whole, _, part = points.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))
