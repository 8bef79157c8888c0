"""Adjustment as sets: free places are bits, in the order of their ids."""

from collections.abc import Mapping
from typing import NamedTuple

from zhupei.pure.allocation.problem import Applicant, Key, adjustment_key, own_base
from zhupei.pure.allocation.verifier.instance import Instance


class Seeker(NamedTuple):
    """`open`: places he may take; `home`: those of his own base; `named`: his rough preference, in order."""

    id: str
    open: int
    home: int
    named: tuple[int, ...]

    def rather(self, place: int) -> int:
        """The places he may take and likes better than `place`."""
        before = 0
        for named in self.named:
            if named == place:
                return before & self.open
            before |= 1 << named
        lower = (1 << place) - 1
        unnamed = self.home | lower if not self.home >> place & 1 else self.home & lower
        return (before | unnamed) & self.open

    def favourite(self, among: int) -> int:
        """The place he likes best of a set that is not empty."""
        while among:
            place = (among & -among).bit_length() - 1
            among &= self.rather(place)
        return place


class OpenProgrammes:
    """The places of a run. `names` by number; `room` seats by number; `programmes` those with room."""

    def __init__(self, instance: Instance, room: Mapping[str, int], base: str | None = None) -> None:
        self.instance = instance
        self.names = sorted(
            name for name, seats in room.items() if seats > 0 and base in (None, instance.programmes[name].base)
        )
        self.room = [room[name] for name in self.names]
        self.number = {name: place for place, name in enumerate(self.names)}
        self.bit = {name: 1 << place for place, name in enumerate(self.names)}
        self.tiers = [instance.programmes[name].tier for name in self.names]
        self._bases: dict[str, int] = {}
        by_line: dict[int, int] = {}
        for place, name in enumerate(self.names):
            each = instance.programmes[name]
            self._bases[each.base] = self._bases.get(each.base, 0) | 1 << place
            by_line[each.line] = by_line.get(each.line, 0) | 1 << place
        self._by_line = sorted(by_line.items())

    def seeker(self, applicant: Applicant, key: Key) -> Seeker:
        number, bit, open_ = self.number, self.bit.get, 0
        for line, places in self._by_line:
            if key[0] >= line:
                open_ |= places
        if applicant.eligible is not None:
            may = 0
            for name in applicant.eligible:
                may |= bit(name, 0)
            open_ &= may
        named = tuple([number[name] for name in applicant.rough_preference if name in number])
        home = self._bases.get(own_base(applicant, self.instance.programmes) or "", 0)
        return Seeker(applicant.id, open_, home, named)


def by_priority(instance: Instance) -> list[tuple[Applicant, Key]]:
    """Those whom adjustment is for, with the key that counts there: grouped by key, the lottery inside a group."""
    groups: dict[tuple[int, ...], list[tuple[Applicant, Key]]] = {}
    for each, placed in instance.ordinary:
        if each.accepts_adjustment and (placed is None or placed.by.startswith("adjustment")):
            key = adjustment_key(each, instance.programmes, instance.problem.lists)
            if key is not None:
                groups.setdefault(tuple(key), []).append((each, key))
    found: list[tuple[Applicant, Key]] = []
    for equal in sorted(groups, reverse=True):
        members = groups[equal]
        if len(members) > 1:
            members.sort(key=lambda member: instance.number(member[0].id))
        found += members
    return found


def bits(places: int) -> list[int]:
    """The numbers in a set."""
    return [place for place, digit in enumerate(reversed(bin(places)[2:])) if digit == "1"]
