"""The policy: one run over all free places, or each base for its own people first and then the province."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from zhupei.pure.allocation.adjustment import score_first, tiers, where, who
from zhupei.pure.allocation.adjustment.people import Adjuster, FreeSeats, Reader, field
from zhupei.pure.allocation.problem import (
    BASE_FIRST,
    JOINT,
    MAX_PLACEMENT,
    NO_ADJUSTMENT,
    SCORE_FIRST,
    AllocationPolicy,
    Applicant,
    Key,
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


@dataclass(frozen=True)
class AdjustmentStage:
    """What stage 1 has left: `room`, free seats by programme, and `people`, by priority."""

    programmes: Programmes
    room: Room
    people: People

    @cached_property
    def joint(self) -> tuple[FreeSeats, list[Adjuster]]:
        """Everybody on all places."""
        return on_field(self.programmes.values(), self.programmes, self.room, self.people)

    def run(self, policy: AllocationPolicy) -> dict[str, Adjusted]:
        """Who is placed where by adjustment."""
        if policy.adjustment == NO_ADJUSTMENT:
            return {}
        if policy.adjustment == JOINT:
            return _placed(*self.joint, policy.objective, BY_ADJUSTMENT)
        return self._base_first(policy.objective)

    def _base_first(self, objective: str) -> dict[str, Adjusted]:
        own: dict[str, list[Programme]] = {}
        for programme in self.programmes.values():
            own.setdefault(programme.base, []).append(programme)
        groups: dict[str, list[tuple[Applicant, Key]]] = {}
        for each in self.people:
            groups.setdefault(own_base(each[0], self.programmes) or "", []).append(each)
        placed: dict[str, Adjusted] = {}
        for base in sorted(own.keys() & groups.keys()):
            here = on_field(own[base], self.programmes, self.room, groups[base])
            placed |= _placed(*here, objective, BY_BASE)
        left = dict(self.room)
        for found in placed.values():
            left[found.programme] -= 1
        rest = [each for each in self.people if each[0].id not in placed]
        everywhere = on_field(self.programmes.values(), self.programmes, left, rest)
        return placed | _placed(*everywhere, objective, BY_PROVINCE)

    def alternatives(self, policy: AllocationPolicy, placed: int) -> dict[str, int]:
        """How many would be placed by adjustment under other policies, for the report. `placed`: under this one.

        `placed_if_score_first` always; `placed_if_joint` for base first; `placed_if_max_placement`, the most that any
        rule could place, for score first.
        """
        found = {"placed_if_score_first": placed}
        if policy.objective == MAX_PLACEMENT:
            found["placed_if_score_first"] = len(self.run(policy._replace(objective=SCORE_FIRST)))
        if policy.adjustment == BASE_FIRST:
            found["placed_if_joint"] = self._joint_count(policy.objective)
        if policy.objective == SCORE_FIRST and policy.adjustment != NO_ADJUSTMENT:
            found["placed_if_max_placement"] = self._joint_count(MAX_PLACEMENT)
        return found

    def _joint_count(self, objective: str) -> int:
        here, adjusters = self.joint
        return len(score_first.served(adjusters, here) if objective == SCORE_FIRST else who.kept(adjusters, here)[0])


def on_field(
    among: Iterable[Programme], programmes: Programmes, room: Room, people: People
) -> tuple[FreeSeats, list[Adjuster]]:
    """The free places of `among`, and the people as they see them."""
    here = field(among, room)
    reader = Reader(here, programmes)
    return here, [reader.adjuster(applicant, key) for applicant, key in people]


def _placed(here: FreeSeats, adjusters: list[Adjuster], objective: str, by: str) -> dict[str, Adjusted]:
    if objective == SCORE_FIRST:
        found = score_first.served(adjusters, here)
    else:
        kept, seating = who.kept(adjusters, here)
        tiers.fill(seating, here)
        found = where.settled(kept, seating, here)
    places = [Adjusted(name, by) for name in here.ids]
    return {person: places[place] for person, place in found.items()}
