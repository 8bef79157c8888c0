"""People on places, by class, and moving them along: a person may go from his place to any other of his class."""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import or_

from zhupei.pure.allocation.adjustment.people import lowest, numbers

# A class with more places than this is not led backwards place by place: there are few such classes, and many places.
WIDE = 512


class Seating:
    """`homes[class]`: where some of the class sit. A class is the set of places its people may take.

    `onward[place]`: where somebody who sits there could go instead, and perhaps places that only somebody who has left
    could have gone to: it is worked out anew only when a step turns out to be gone. A search that finds no way is right
    all the same. `_inward` is the same backwards, without the classes that may go almost anywhere; None until asked.
    """

    def __init__(self, room: Sequence[int]) -> None:
        self.room = list(room)
        self.sitting: list[dict[int, int]] = [{} for _ in room]
        self.onward = [0] * len(room)
        self._inward: list[int] | None = None
        self._wide: set[int] = set()
        self._numbers: dict[int, Sequence[int]] = {}
        self.homes: dict[int, int] = {}

    def enter(self, kind: int, place: int, people: int = 1) -> None:
        here = self.sitting[place]
        if kind in here:
            here[kind] += people
        else:
            here[kind] = people
            self.onward[place] |= kind
            self.homes[kind] = self.homes.get(kind, 0) | 1 << place
            if self._inward is not None:
                self._lead_inward(kind, 1 << place, self._inward)

    def leave(self, kind: int, place: int) -> None:
        here = self.sitting[place]
        if here[kind] > 1:
            here[kind] -= 1
            return
        del here[kind]
        self.homes[kind] ^= 1 << place
        if not here:
            self.onward[place] = 0

    def look_back(self) -> list[int]:
        """From now on know the way backwards, too, which takes time whenever somebody enters."""
        inward = self._inward = [0] * len(self.room)
        for kind, homes in self.homes.items():
            self._lead_inward(kind, homes, inward)
        return inward

    def _lead_inward(self, kind: int, starts: int, inward: list[int]) -> None:
        if kind.bit_count() > WIDE:
            self._wide.add(kind)
            return
        for end in self._ends(kind):
            inward[end] |= starts

    def _ends(self, kind: int) -> Sequence[int]:
        """The places of a class, without what marks nobodies."""
        found = self._numbers.get(kind)
        if found is None:
            found = self._numbers[kind] = numbers(kind & (1 << len(self.room)) - 1)
        return found

    def next_to(self, ends: int) -> int:
        """The places, and perhaps some more, from which somebody could go to one of the set, which is small."""
        inward, found = self._inward or self.look_back(), 0
        for end in numbers(ends):
            found |= inward[end]
        for kind in self._wide:
            if kind & ends:
                found |= self.homes[kind]
        return found

    def shift(self, way: Sequence[int]) -> bool:
        """Move one person along each step of the way: one seat of its start falls free, one of its end is taken.

        False, and nobody moved, when nobody is left for a step: look for another way.
        """
        movers = []
        for start, end in pairwise(way):
            bit = 1 << end
            for kind in self.sitting[start]:
                if kind & bit:
                    movers.append((kind, start, end))
                    break
            else:
                self._forget(start, end)
                return False
        for mover, start, end in movers:
            self.leave(mover, start)
            self.enter(mover, end)
        return True

    def _forget(self, start: int, end: int) -> None:
        """Nobody at the start can go to the end any more."""
        self.onward[start] = reduce(or_, self.sitting[start], 0)
        if self._inward is not None:
            self._inward[end] &= ~(1 << start)


class Ways:
    """Shortest ways to places with room. `at[k]`: places that are at least k steps away; distances only grow.

    These are the labels of the "improved shortest augmenting path" of maximum flow: as seats are filled along shortest
    ways no way becomes shorter, so all searches together cost little more than one.
    """

    def __init__(self, seating: Seating, ends: int, every: int) -> None:
        self.seating = seating
        self.at = [ends, every & ~ends]
        self.within_reach = every

    def move(self, starts: int) -> list[int] | None:
        """Shift people along a way from one of the places `starts` to an end; None: there is no way, now or later."""
        while starts & self.within_reach:
            depth = next(depth for depth, places in enumerate(self.at) if places & starts)
            way = self._descend(lowest(self.at[depth] & starts), depth)
            if way and self.seating.shift(way):
                return way
        return None

    def close(self, place: int) -> None:
        """The end has no room any more."""
        self.at[0] ^= 1 << place
        self.at[1] |= 1 << place
        if not self.at[0]:
            self._cut_off(0)

    def _descend(self, place: int, depth: int) -> list[int] | None:
        way = [place]
        while depth:
            nearer = self.seating.onward[place] & self.at[depth - 1]
            if not nearer:
                self._push_away(place, depth)
                return None
            place, depth = lowest(nearer), depth - 1
            way.append(place)
        return way

    def _push_away(self, place: int, depth: int) -> None:
        """It was further than thought: one more than the nearest it leads to, or out of reach."""
        self.at[depth] ^= 1 << place
        if not self.at[depth]:  # nobody beyond an empty distance can get across it
            self.within_reach ^= 1 << place
            self._cut_off(depth)
            return
        onward = self.seating.onward[place]
        for further in range(depth, len(self.at)):
            if self.at[further] & onward:
                if further + 1 == len(self.at):
                    self.at.append(0)
                self.at[further + 1] |= 1 << place
                return
        self.within_reach ^= 1 << place

    def _cut_off(self, depth: int) -> None:
        for places in self.at[depth:]:
            self.within_reach &= ~places
        del self.at[depth:]
        self.at += [0] * (2 - len(self.at))
