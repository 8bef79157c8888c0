"""What if this base weighed the parts otherwise, or had another line or quota? Answered in milliseconds, for a page.

Only stage 1 of one base, from the people whose own base it is or who have a choice there: bases do not touch each other
in stage 1 as long as everybody's choices lie in one base. Nothing is written, and no adjustment is run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhupei.pure.allocation import preferences
from zhupei.pure.allocation.engine import ordinary_seats, taking_part
from zhupei.pure.allocation.lottery import drawn
from zhupei.pure.allocation.preferences import Placement
from zhupei.pure.allocation.problem import Applicant, Draw, Key, Problem, Programme

WHOLE = 100


@dataclass(frozen=True, slots=True)
class WhatIfChange:
    """`weights`: per cent for each tie part of a key, which give a new total; None: totals as they are.

    `lines` (hundredths) and `quotas` by programme id; programmes not named keep theirs.
    """

    weights: Sequence[int] | None = None
    lines: Mapping[str, int] | None = None
    quotas: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class WhatIfDifference:
    """`before` and `after`: id → programme, for those placed; `moved`: those for whom they differ, in order."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    cutoffs: Mapping[str, Key | None]

    @property
    def moved(self) -> list[str]:
        people = self.before.keys() | self.after.keys()
        return sorted(person for person in people if self.before.get(person) != self.after.get(person))


class WhatIf:
    """Made once for a base; `ask` for every move of a slider. Raises KeyError for a base that has no programme."""

    def __init__(self, problem: Problem, base: str, *, draw: Draw | None = None) -> None:
        self.programmes = [each for each in problem.programmes if each.base == base]
        if not self.programmes:
            raise KeyError(base)
        self.lists = {each.list: problem.lists[each.list] for each in self.programmes}
        self.seats = ordinary_seats(problem)
        self.designated = {each.id: each.quota - self.seats[each.id] for each in self.programmes}
        self.draw = draw or drawn(problem.seed, problem.input_sha256 or "")
        names = {each.id for each in self.programmes}
        self.people = [
            each._replace(choices=[name for name in each.choices if name in names])
            for each in taking_part(problem)
            if not names.isdisjoint(each.choices)
        ]
        self.before = _held(self.people, self._placed(self.programmes, self.lists)[0])

    def ask(self, change: WhatIfChange) -> WhatIfDifference:
        """What stage 1 of the base would be. Raises ValueError: weights that do not sum to 100 or do not fit the keys,
        a quota below the designated."""
        lists = self.lists if change.weights is None else weighed(self.lists, change.weights)
        programmes = [self._changed(each, change) for each in self.programmes]
        placement, doors = self._placed(programmes, lists)
        cutoffs = {
            each.id: None if (last := placement.last.get(each.id)) is None else _key(doors[each.id], last)
            for each in programmes
        }
        return WhatIfDifference(self.before, _held(self.people, placement), cutoffs)

    def _changed(self, programme: Programme, change: WhatIfChange) -> Programme:
        quota = (change.quotas or {}).get(programme.id, programme.quota)
        if quota < self.designated[programme.id]:
            raise ValueError(f"{programme.id}: {self.designated[programme.id]} designated for a quota of {quota}")
        return programme._replace(quota=quota, line=(change.lines or {}).get(programme.id, programme.line))

    def _placed(
        self, programmes: Sequence[Programme], lists: Mapping[str, Mapping[str, Key]]
    ) -> tuple[Placement, Mapping[str, preferences.RankedProgramme]]:
        seats = {each.id: each.quota - self.designated[each.id] for each in programmes}
        doors = preferences.doors(programmes, lists, seats, self.draw)
        return preferences.place(self.people, doors), doors


def weighed(lists: Mapping[str, Mapping[str, Key]], weights: Sequence[int]) -> dict[str, dict[str, Key]]:
    """New totals: the parts times their per cent, half a hundredth rounded up; the parts stay. Raises ValueError."""
    if sum(weights) != WHOLE or min(weights) < 0:
        raise ValueError(f"weights {list(weights)} do not sum to {WHOLE}")
    found: dict[str, dict[str, Key]] = {}
    for name, keys in lists.items():
        found[name] = {}
        for person, key in keys.items():
            if len(key) != len(weights) + 1:
                raise ValueError(f"{person} has {len(key) - 1} parts on {name} for {len(weights)} weights")
            total = sum(part * weight for part, weight in zip(key[1:], weights, strict=True))
            found[name][person] = [(total + WHOLE // 2) // WHOLE, *key[1:]]
    return found


def _held(people: Sequence[Applicant], placement: Placement) -> dict[str, str]:
    chosen = placement.chosen
    return {each.id: each.choices[chosen[each.id]] for each in people if each.id in chosen}


def _key(door: preferences.RankedProgramme, last: int) -> Key:
    return door.ranking.keys[door.ranking.order[last]]
