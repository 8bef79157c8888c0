"""Dates that cannot be: in the future, in the wrong order, before the person was old enough. As data: one line each.

A gap like any other: the date is kept, but nobody applies with it. Dates that are not asked are not judged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zhupei.dossiers.fields import DossierField, DossierSection
from zhupei.dossiers.models import Dossier, Education, Employment
from zhupei.dossiers.queries import DossierData, Policies
from zhupei.dossiers.rules.conditions import asked, graduated
from zhupei.dossiers.sections import EDUCATION, LICENCE, WORK
from zhupei.pure import dates

Row = Dossier | Education | Employment
LICENSED_AGE, WORKING_AGE, SCHOOL_AGE = 18, 16, 12


class Bound(NamedTuple):
    """What a date is held against, and how it is called."""

    day: date
    words: str


# None: it is not known, so nothing can be said.
Find = Callable[[Row, DossierData, Policies], Bound | None]


def _other(section: DossierSection, name: str) -> Find:
    """Another date of the same row."""
    field = section.field(name)

    def find(row: Row, data: DossierData, policies: Policies) -> Bound | None:
        day = _value(field, row, data, policies)
        return Bound(day, f"{field.label}（{dates.day(day)}）") if day else None

    return find


def _aged(years: int) -> Find:
    def find(row: Row, data: DossierData, policies: Policies) -> Bound | None:
        born = data.birth_date
        if born is None:
            return None
        return Bound(_birthday(born, years), f"年满 {years} 周岁（出生日期 {dates.day(born)}）")

    return find


def _today(row: Row, data: DossierData, policies: Policies) -> Bound | None:
    if data.read_at is None:
        return None
    today = dates.local_day(data.read_at)
    return Bound(today, f"今天（{dates.day(today)}）")


def _end_of_year(row: Row, data: DossierData, policies: Policies) -> Bound | None:
    """Graduates and new students of the cycle's year register before their day has come."""
    return Bound(date(policies.year, 12, 31), f"今年年底（{dates.day(date(policies.year, 12, 31))}）")


def _graduates_this_year(row: Row, data: DossierData, policies: Policies) -> Bound | None:
    return _end_of_year(row, data, policies) if isinstance(row, Education) and graduated(row) else None


@dataclass(frozen=True)
class DateRule:
    """`field` of `section` must stand to the bound as `relation` says."""

    section: DossierSection
    field: str
    relation: str
    bound: Find


AFTER, NOT_BEFORE, NOT_LATER = "应晚于", "不应早于", "不应晚于"
HOLDS: dict[str, Callable[[date, date], bool]] = {
    AFTER: lambda day, bound: day > bound,
    NOT_BEFORE: lambda day, bound: day >= bound,
    NOT_LATER: lambda day, bound: day <= bound,
}
RULES = (
    DateRule(EDUCATION, "started", NOT_BEFORE, _aged(SCHOOL_AGE)),
    DateRule(EDUCATION, "started", NOT_LATER, _end_of_year),
    DateRule(EDUCATION, "graduated", AFTER, _other(EDUCATION, "started")),
    DateRule(EDUCATION, "graduated", NOT_LATER, _graduates_this_year),
    DateRule(WORK, "started", NOT_BEFORE, _aged(WORKING_AGE)),
    DateRule(WORK, "started", NOT_LATER, _today),
    DateRule(WORK, "ended", NOT_BEFORE, _other(WORK, "started")),
    DateRule(LICENCE, "qualification_date", NOT_BEFORE, _aged(LICENSED_AGE)),
    DateRule(LICENCE, "qualification_date", NOT_LATER, _today),
    DateRule(LICENCE, "practising_date", NOT_BEFORE, _other(LICENCE, "qualification_date")),
    DateRule(LICENCE, "practising_date", NOT_LATER, _today),
)


def impossible(
    section: DossierSection, row: Row, data: DossierData, policies: Policies
) -> list[tuple[DossierField, str]]:
    """The dates of one row that cannot be, with the reason in words that name both dates; one reason for each field."""
    found: dict[DossierField, str] = {}
    for rule in RULES:
        field = section.field(rule.field) if rule.section is section else None
        if field is None or isinstance(row, Dossier) is not (field in section.fields):
            continue
        day, bound = _value(field, row, data, policies), rule.bound(row, data, policies)
        if day and bound and not HOLDS[rule.relation](day, bound.day):
            found.setdefault(field, f"{field.label}（{dates.day(day)}）{rule.relation}{bound.words}")
    return list(found.items())


def _value(field: DossierField, row: Row, data: DossierData, policies: Policies) -> date | None:
    counts = asked(field, data, policies, row if isinstance(row, Education) else None)
    return getattr(row, field.name) if counts else None


def _birthday(born: date, years: int) -> date:
    """Whoever was born on 29 February comes of age on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
