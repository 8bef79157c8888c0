"""The education of generated people: one graduated row at least, as the manual asks."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from zhupei.pure.reference.files import document
from zhupei.pure.reference.schools import majors
from zhupei.world.fiction.names import Weighted, pick

BACHELOR, JUNIOR_COLLEGE, MASTER = "21", "31", "14"
NO_DEGREE, BACHELOR_OF_MEDICINE = "0", "410"

_FOREIGN = 0.015
_PENDING = 0.7  # share of this year's graduates whose certificates are not printed yet
_MASTER = 0.15
_FRESH = 0.7  # share of postgraduates who come straight from their bachelor's degree
_AFTER_FOREIGN = "10678"
_YEARS = {JUNIOR_COLLEGE: 3, BACHELOR: 5, MASTER: 3}
_LEVEL_OF_DIPLOMA = {BACHELOR: "05", JUNIOR_COLLEGE: "06", MASTER: "02"}
_LEVEL_OF_DEGREE = {BACHELOR: "4", MASTER: "3"}


@dataclass(frozen=True, slots=True)
class EducationFacts:
    """One row of 学历信息. Codes as in dossiers/data; `institution` '' means 其他 with `institution_other`.

    Certificate numbers are '' while `studying`, while pending, and (degree) where there is no degree.
    """

    level: str
    degree: str
    institution: str
    institution_other: str
    major: str
    started: date
    graduated: date
    studying: bool
    certificate_pending: bool
    certificate_promised: date | None
    diploma_number: str
    degree_number: str


def schooling(
    random: Random, born: date, *, on: date, track: str, kind: str, category: str
) -> tuple[EducationFacts, ...]:
    """The rows of a person born on `born`, oldest first."""
    words = document("world", "schooling.json")
    if kind == "assistant_gp":
        own = words["assistant_gp"]
        major = pick(random, own["majors"])
        return (_graduated(random, own["institutions"], major, JUNIOR_COLLEGE, _finish(random, born, on, 3), on),)
    major = pick(random, words["order_oriented"][track] if category == "order_oriented" else words[track]["majors"])
    fresh = category == "order_oriented" or (category == "postgraduate" and random.random() < _FRESH)
    year = on.year if fresh else _finish(random, born, on, 5)
    first = _graduated(random, words[track]["institutions"], major, BACHELOR, year, on)
    if category == "postgraduate":
        return first, _postgraduate(random, first, track, on.year, studying=True)
    if year <= on.year - 3 and random.random() < _MASTER:
        return first, _postgraduate(random, first, track, year, studying=False)
    return (first,)


def major_groups(educations: tuple[EducationFacts, ...]) -> frozenset[str]:
    """The groups of the majors graduated in: what eligibility for a specialty is judged by."""
    groups = _groups()
    return frozenset(groups[row.major] for row in educations if not row.studying)


def _finish(random: Random, born: date, on: date, years: int) -> int:
    """The year of graduation: school begins at 18 or 19 and this year's graduates are the last."""
    return min(born.year + 18 + years + (random.random() < 0.4), on.year)


def _graduated(random: Random, institutions: Weighted, major: str, level: str, year: int, on: date) -> EducationFacts:
    institution, other = pick(random, institutions), ""
    if level == BACHELOR and random.random() < _FOREIGN:
        institution, other = "", random.choice(document("world", "places.json")["foreign_schools"])
    degree = NO_DEGREE if level == JUNIOR_COLLEGE else BACHELOR_OF_MEDICINE
    pending = year == on.year and random.random() < _PENDING
    diploma, certificate = ("", "") if pending else _numbers(random, institution, level, degree, year)
    return EducationFacts(
        level=level,
        degree=degree,
        institution=institution,
        institution_other=other,
        major=major,
        started=date(year - _YEARS[level], 9, 1),
        graduated=date(year, 6, 30),
        studying=False,
        certificate_pending=pending,
        certificate_promised=_promise(year, on) if pending else None,
        diploma_number=diploma,
        degree_number=certificate,
    )


def _postgraduate(random: Random, first: EducationFacts, track: str, start: int, *, studying: bool) -> EducationFacts:
    words: dict[str, Any] = document("world", "schooling.json")
    words = words.get(_groups()[first.major], words[track])
    institution, degree = first.institution or _AFTER_FOREIGN, words["graduate_degree"]
    year = start + _YEARS[MASTER]
    diploma, certificate = ("", "") if studying else _numbers(random, institution, MASTER, degree, year)
    return EducationFacts(
        level=MASTER,
        degree=degree,
        institution=institution,
        institution_other="",
        major=pick(random, words["graduate_majors"]),
        started=date(start, 9, 1),
        graduated=date(year, 6, 30),
        studying=studying,
        certificate_pending=False,
        certificate_promised=None,
        diploma_number=diploma,
        degree_number=certificate,
    )


def _numbers(random: Random, institution: str, level: str, degree: str, year: int) -> tuple[str, str]:
    """Diploma (18 digits) and degree certificate (16 digits, '' without a degree)."""
    school, serial = institution if institution.isdigit() else "99999", random.randrange(10**6)
    diploma = f"{school}1{year}{_LEVEL_OF_DIPLOMA[level]}{serial:06d}"
    return diploma, "" if degree == NO_DEGREE else f"{school}{_LEVEL_OF_DEGREE[level]}{year}{serial:06d}"


def _promise(year: int, on: date) -> date:
    """1 September of the year, or four weeks from now when that has passed."""
    return max(date(year, 9, 1), on + timedelta(weeks=4))


@cache
def _groups() -> dict[str, str]:
    return {major.code: major.group for major in majors()}
