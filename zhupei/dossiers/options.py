"""The code lists behind fields with a choice: code and Chinese label, as offered and as read back.

A code that is no longer offered keeps its label for the people who carry it.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol

from zhupei.pure.identity import Sex
from zhupei.pure.reference import codes

Options = tuple[tuple[str, str], ...]


def _sexes() -> Options:
    return tuple((sex.value, sex.label) for sex in Sex)


def _marital_statuses() -> Options:
    return tuple((each.code, each.name) for each in codes.marital_statuses() if each.offered)


def _nationalities() -> Options:
    return tuple((each.code, each.name) for each in codes.nationalities())


def _ethnicities() -> Options:
    return tuple((each.code, each.name) for each in codes.ethnicities())


def _education_levels() -> Options:
    return tuple((each.code, each.label) for each in codes.education_levels() if each.offered)


def _degrees() -> Options:
    return tuple((each.code, each.name) for each in codes.degrees() if each.offered)


def _licence_categories() -> Options:
    return tuple((each.code, each.name) for each in codes.licence_categories())


_OFFERED: dict[str, Callable[[], Options]] = {
    "sexes": _sexes,
    "marital_statuses": _marital_statuses,
    "nationalities": _nationalities,
    "ethnicities": _ethnicities,
    "education_levels": _education_levels,
    "degrees": _degrees,
    "licence_categories": _licence_categories,
}


@cache
def offered(name: str) -> Options:
    """What a form offers. Raises KeyError for an unknown list; `categories` are rows of the cycle, not here."""
    return _OFFERED[name]()


@cache
def _labels(name: str) -> dict[str, str]:
    every: Options = offered(name)
    if name == "marital_statuses":
        every = tuple((each.code, each.name) for each in codes.marital_statuses())
    elif name == "education_levels":
        every = tuple((each.code, each.label) for each in codes.education_levels())
    elif name == "degrees":
        every = tuple((each.code, each.name) for each in codes.degrees())
    return dict(every)


def label(name: str, code: str) -> str:
    """The Chinese label of a code; the code itself when the list does not know it, '' for none."""
    return _labels(name).get(code, code) if code else ""


@cache
def levels() -> dict[str, codes.EducationLevel]:
    """Every level of GB/T 4658 by code: rules ask what it is worth."""
    return {each.code: each for each in codes.education_levels()}


NO_DEGREE = "0"

CATALOGUES = {"G": "研究生", "H": "2012 年前本科"}  # by the first letter of our code
TAUGHT_AT = {"bachelor": "本科", "junior_college": "高职专科"}
GRADUATE = ("doctoral", "master")
UNJUDGED = ("other", "basic", "graduate_class")  # levels that say nothing about the catalogue of the major


class Coded(Protocol):
    """A row of a long list: a school, a field of study."""

    pk: str
    name: str


def entry_label(entry: Coded) -> str:
    """How a list shows it. Catalogues share names, so a major is told apart by its catalogue and code:
    `临床医学（本科，100201K）`, `临床医学（高职专科，520101K）`.
    """
    taught = getattr(entry, "levels", None)
    if taught is None:
        return entry.name
    catalogue = CATALOGUES.get(entry.pk[0]) or TAUGHT_AT[levels()[taught[0]].level]
    official = "" if entry.pk.startswith("X") else f"，{entry.pk.lstrip('GH')}"
    return f"{entry.name}（{catalogue}{official}）"


def taught_at(taught: Iterable[str], level: str) -> bool:
    """Whether a major of these levels (codes of GB/T 4658) can have been studied at `level`; '' contradicts nothing.

    A graduate may name the first-level discipline, which only the undergraduate catalogue has.
    """
    known = levels().get(level)
    if known is None or known.level in UNJUDGED:
        return True
    accepted = {known.level, "bachelor"} if known.level in GRADUATE else {known.level}
    return any(levels()[each].level in accepted for each in taught)
