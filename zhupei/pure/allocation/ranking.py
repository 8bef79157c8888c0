"""Who comes before whom: key, larger first, then the lottery, smaller first."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from zhupei.pure.allocation.problem import Draw, Key


class Ranking(NamedTuple):
    """Everybody of a list in order; `rank` is his place in `order`, from 0."""

    order: list[str]
    rank: dict[str, int]
    keys: Mapping[str, Key]

    def reaching(self, line: int) -> int:
        """How many have a total (hundredths) of at least `line`: they are the first so many."""
        if line <= 0:
            return len(self.order)
        return bisect_left(self.order, 1 - line, key=lambda person: -self.keys[person][0])


def ranked(keys: Mapping[str, Key], draw: Draw) -> Ranking:
    """The ranking of all that have a key. Only equal keys are drawn for: a draw costs more than all the rest."""
    people = list(keys)
    comparable = list(map(tuple, keys.values()))  # sorted twice as fast as lists
    turns = sorted(range(len(people)), key=comparable.__getitem__, reverse=True)
    order = [people[turn] for turn in turns]
    in_order = [comparable[turn] for turn in turns]
    _break_ties(order, in_order, draw)
    return Ranking(order, dict(zip(order, range(len(order)), strict=True)), keys)


def _break_ties(order: list[str], keys: Sequence[Sequence[int]], draw: Draw) -> None:
    """`keys`: in the same order. Equal lottery numbers do not happen; ids would decide."""
    done = 0
    for first, (one, other) in enumerate(pairwise(keys)):
        if one != other or first < done:
            continue
        end = first + 2
        while end < len(order) and keys[end] == one:
            end += 1
        order[first:end] = sorted(order[first:end], key=lambda person: (draw(person), person))
        done = end - 1
