"""What a generated person chooses from the plan, and where the province sends the designated ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from zhupei.pure.reference.specialties import eligible_groups, specialties
from zhupei.world.fiction.names import pick
from zhupei.world.fiction.people import PersonFacts
from zhupei.world.fiction.province import PlanFacts, plan
from zhupei.world.fiction.schooling import major_groups

MOST_CHOICES = 3

_GENERAL_PRACTICE = {"western": "0700", "tcm": "3600"}


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """One to three specialties of one base, in order."""

    base: str
    specialties: tuple[str, ...]


def open_lines(person: PersonFacts, lines: Sequence[PlanFacts]) -> list[PlanFacts]:
    """The lines of the person's track and programme kind that one of his majors opens."""
    wanted = {each.code for each in specialties() if (each.track, each.kind) == (person.track, person.kind)}
    groups = major_groups(person.educations)
    return [line for line in lines if line.specialty in wanted and groups & eligible_groups()[line.specialty]]


def preferences(seed: int, person: PersonFacts, lines: Sequence[PlanFacts] | None = None) -> ChoiceFacts | None:
    """What an ordinary applicant chooses: popular lines oftener. None when no line is open to him."""
    available = open_lines(person, plan() if lines is None else lines)
    if not available:
        return None
    random = _random(seed, person, "choice")
    base = pick(random, [(line.base, _popularity(line)) for line in available])
    left = [line for line in available if line.base == base]
    chosen: list[str] = []
    for _ in range(pick(random, ((1, 2), (2, 3), (3, 7)))):
        if not left:
            break
        line = pick(random, [(line, _popularity(line)) for line in left])
        chosen.append(line.specialty)
        left.remove(line)
    return ChoiceFacts(base, tuple(chosen))


def designation(seed: int, person: PersonFacts, lines: Sequence[PlanFacts] | None = None) -> ChoiceFacts | None:
    """The place of a designated applicant: order-oriented graduates go to general practice. None if there is none."""
    available = open_lines(person, plan() if lines is None else lines)
    if person.category == "order_oriented":
        available = [line for line in available if line.specialty == _GENERAL_PRACTICE[person.track]]
    if not available:
        return None
    line = pick(_random(seed, person, "designation"), [(line, line.seats) for line in available])
    return ChoiceFacts(line.base, (line.specialty,))


def _popularity(line: PlanFacts) -> int:
    return line.applicants_last_year or line.seats


def _random(seed: int, person: PersonFacts, purpose: str) -> Random:
    return Random(f"{seed}/{person.index}/{purpose}")  # noqa: S311  people are drawn, not secrets
