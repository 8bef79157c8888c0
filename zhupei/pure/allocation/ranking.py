"""Who comes before whom: key, larger first, then the lottery, smaller first."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
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


def ranked(keys: Mapping[str, Key], draw: Draw, people: Iterable[str] | None = None) -> Ranking:
    """The ranking of `people` (default: all that have a key). Only equal keys are drawn for: a draw costs more than all
    the rest."""
    order = sorted(keys if people is None else people, key=keys.__getitem__, reverse=True)
    equal = [at for at, (one, next_) in enumerate(pairwise(map(keys.__getitem__, order))) if one == next_]
    _break_ties(order, equal, keys, draw)
    return Ranking(order, dict(zip(order, range(len(order)), strict=True)), keys)


def _break_ties(order: list[str], equal: list[int], keys: Mapping[str, Key], draw: Draw) -> None:
    """`equal`: positions whose successor has the same key. Equal lottery numbers do not happen; ids would decide."""
    done = 0
    for first in equal:
        if first < done:
            continue
        key, end = keys[order[first]], first + 2
        while end < len(order) and keys[order[end]] == key:
            end += 1
        order[first:end] = sorted(order[first:end], key=lambda person: (draw(person), person))
        done = end - 1
