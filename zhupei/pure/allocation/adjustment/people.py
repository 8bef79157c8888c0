"""Who takes part in adjustment, and on which free places.

People with the same places to go to form a class (matched by a set of places after lines and eligibility): they can
stand in for each other in everything but their wishes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zhupei.pure.allocation.problem import (
    NO_ADJUSTMENT,
    Applicant,
    Draw,
    Key,
    Problem,
    Programme,
    adjustment_key,
    own_base,
)
from zhupei.pure.allocation.ranking import ranked


class Adjuster(NamedTuple):
    """`places`: the set he may take. He likes best the places of `wishes` in order, then `home`, then the first id."""

    id: str
    places: int
    wishes: tuple[int, ...]
    home: int

    def best(self, among: int) -> int:
        """The place he likes best of a set that is not empty."""
        for place in self.wishes:
            if among >> place & 1:
                return place
        return lowest(among & self.home or among)


@dataclass(frozen=True)
class FreeSeats:
    """The free places of a run. `ids` by number; `room`: free seats; `tiers`: tier → set, best first, None last."""

    ids: Sequence[str]
    room: Sequence[int]
    tiers: Mapping[int | None, int]
    bases: Mapping[str, int]

    @property
    def every(self) -> int:
        return (1 << len(self.ids)) - 1


def lowest(places: int) -> int:
    """The number of the first place of a set that is not empty."""
    return (places & -places).bit_length() - 1


def numbers(places: int) -> list[int]:
    """The numbers of a set, ascending."""
    found = []
    while places:
        low = places & -places
        found.append(low.bit_length() - 1)
        places ^= low
    return found


def field(programmes: Iterable[Programme], room: Mapping[str, int]) -> FreeSeats:
    """The programmes with room."""
    open_ = sorted((each for each in programmes if room[each.id] > 0), key=lambda each: each.id)
    tiers: dict[int | None, int] = {}
    bases: dict[str, int] = {}
    for place, each in enumerate(open_):
        tiers[each.tier] = tiers.get(each.tier, 0) | 1 << place
        bases[each.base] = bases.get(each.base, 0) | 1 << place
    ordered = dict(sorted(tiers.items(), key=lambda item: (item[0] is None, item[0])))
    return FreeSeats([each.id for each in open_], [room[each.id] for each in open_], ordered, bases)


def in_order(
    problem: Problem, candidates: Iterable[Applicant], room: Mapping[str, int], draw: Draw
) -> list[tuple[Applicant, Key]]:
    """Those who accept adjustment, have a key and may take some free place, by priority, with that key. Nobody where
    there is no adjustment.
    """
    if problem.policy.adjustment == NO_ADJUSTMENT:
        return []
    by_id = {each.id: each for each in problem.programmes}
    free = frozenset(name for name, seats in room.items() if seats)
    people: dict[str, Applicant] = {}
    keys: dict[str, Key] = {}
    for each in candidates:
        if each.accepts_adjustment and not free.isdisjoint(free if each.eligible is None else each.eligible):
            key = adjustment_key(each, by_id, problem.lists)
            if key is not None:
                people[each.id], keys[each.id] = each, key
    return [(people[name], keys[name]) for name in ranked(keys, draw).order]


class Reader:
    """Turns applicants into adjusters on a field."""

    def __init__(self, field: FreeSeats, programmes: Mapping[str, Programme]) -> None:
        self.field = field
        self.programmes = programmes
        self.number = {name: place for place, name in enumerate(field.ids)}
        self._bit = {name: 1 << place for place, name in enumerate(field.ids)}
        lines = sorted({programmes[name].line for name in field.ids})
        self._lines = lines
        self._reached = [0]
        for line in lines:
            at = sum(1 << place for place, name in enumerate(field.ids) if programmes[name].line == line)
            self._reached.append(self._reached[-1] | at)

    def adjuster(self, applicant: Applicant, key: Key) -> Adjuster:
        places = self._eligible(applicant) & self._reached[bisect_right(self._lines, key[0])]
        home = self.field.bases.get(own_base(applicant, self.programmes) or "", 0)
        number = self.number
        wishes = tuple([number[name] for name in applicant.rough_preference if name in number])
        return Adjuster(applicant.id, places, wishes, home)

    def _eligible(self, applicant: Applicant) -> int:
        if applicant.eligible is None:
            return self.field.every
        places, bit = 0, self._bit.get
        for name in applicant.eligible:
            places |= bit(name, 0)
        return places
