"""The policy: one run over all free places, or each base for its own people first and then the province."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zhupei.pure.allocation.adjustment import score_first, tiers, where, who
from zhupei.pure.allocation.adjustment.people import Adjuster, Field, Reader, field
from zhupei.pure.allocation.problem import (
    BASE_FIRST,
    JOINT,
    MAX_PLACEMENT,
    NO_ADJUSTMENT,
    SCORE_FIRST,
    Applicant,
    Key,
    Policy,
    Programme,
    own_base,
)

BY_ADJUSTMENT, BY_BASE, BY_PROVINCE = "adjustment", "adjustment_base", "adjustment_province"

People = Sequence[tuple[Applicant, Key]]
Programmes = Mapping[str, Programme]
Room = Mapping[str, int]


class Adjusted(NamedTuple):
    programme: str
    by: str


def run(policy: Policy, programmes: Programmes, room: Room, people: People) -> dict[str, Adjusted]:
    """Who is placed where by adjustment. `room`: free seats by programme; `people` by priority."""
    if policy.adjustment == NO_ADJUSTMENT:
        return {}
    if policy.adjustment == JOINT:
        return _over(programmes.values(), policy.objective, programmes, room, people, BY_ADJUSTMENT)
    left = dict(room)
    placed: dict[str, Adjusted] = {}
    groups: dict[str, list[tuple[Applicant, Key]]] = {}
    for each in people:
        groups.setdefault(own_base(each[0], programmes) or "", []).append(each)
    for base in sorted({each.base for each in programmes.values()} & groups.keys()):
        own = [each for each in programmes.values() if each.base == base]
        placed |= _over(own, policy.objective, programmes, room, groups[base], BY_BASE)
    for found in placed.values():
        left[found.programme] -= 1
    rest = [each for each in people if each[0].id not in placed]
    return placed | _over(programmes.values(), policy.objective, programmes, left, rest, BY_PROVINCE)


def _over(
    among: Iterable[Programme], objective: str, programmes: Programmes, room: Room, people: People, by: str
) -> dict[str, Adjusted]:
    here, adjusters = on_field(among, programmes, room, people)
    if objective == SCORE_FIRST:
        found = score_first.served(adjusters, here)
    else:
        kept, seating = who.kept(adjusters, here)
        tiers.fill(seating, here)
        found = where.settled(kept, seating, here)
    return {person: Adjusted(here.ids[place], by) for person, place in found.items()}


def on_field(
    among: Iterable[Programme], programmes: Programmes, room: Room, people: People
) -> tuple[Field, list[Adjuster]]:
    here = field(among, room)
    reader = Reader(here, programmes)
    return here, [reader.adjuster(applicant, key) for applicant, key in people]


def alternatives(policy: Policy, programmes: Programmes, room: Room, people: People, placed: int) -> dict[str, int]:
    """How many would be placed by adjustment under other policies, for the report. `placed`: under this one.

    `placed_if_score_first` always; `placed_if_joint` for base first; `placed_if_max_placement`, the most that any rule
    could place, for score first.
    """
    found = {"placed_if_score_first": placed}
    if policy.objective == MAX_PLACEMENT:
        other = policy._replace(objective=SCORE_FIRST)
        found["placed_if_score_first"] = len(run(other, programmes, room, people))
    if policy.adjustment == BASE_FIRST:
        found["placed_if_joint"] = _joint(policy.objective, programmes, room, people)
    if policy.objective == SCORE_FIRST and policy.adjustment != NO_ADJUSTMENT:
        found["placed_if_max_placement"] = _joint(MAX_PLACEMENT, programmes, room, people)
    return found


def _joint(objective: str, programmes: Programmes, room: Room, people: People) -> int:
    here, adjusters = on_field(programmes.values(), programmes, room, people)
    if objective == SCORE_FIRST:
        return len(score_first.served(adjusters, here))
    return len(who.kept(adjusters, here)[0])
