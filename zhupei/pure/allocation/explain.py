"""Why: one verdict per listed programme, in order. Never another person's name or parts, only published cutoffs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from zhupei.pure.allocation.adjustment import why
from zhupei.pure.allocation.adjustment.running import BY_ADJUSTMENT, Adjusted
from zhupei.pure.allocation.engine import Outcome, free_seats, taking_part
from zhupei.pure.allocation.problem import Applicant, Key, Programme

ADMITTED, NOT_NEEDED, WITHDRAWN = "ADMITTED", "NOT_NEEDED", "WITHDRAWN"
BELOW_LINE, NOT_ELIGIBLE = "BELOW_LINE", "NOT_ELIGIBLE"
FULL, FULL_TIE, FULL_LOTTERY = "FULL", "FULL_TIE", "FULL_LOTTERY"
NOT_ON_LIST = "not_on_list"

Reason = dict[str, Any]
T = TypeVar("T")


class _Refusing(NamedTuple, Generic[T]):
    """What a programme compares with. `told`: by total what those who are refused for it are told."""

    keys: Mapping[str, Key]
    line: int
    cutoff: Key | None
    told: dict[int | None, T]


class Reasons(Generic[T]):
    """`of(applicant)`: his reasons as they stand in the result file, each as `told` tells it, which is asked once for
    all who have the same."""

    def __init__(self, outcome: Outcome, told: Callable[[Reason], T]) -> None:
        self._assignment, self._designated = outcome.assignment, outcome.problem.designated
        self._tell = told
        self._refusing: dict[str, _Refusing[T]] = {
            each.id: _Refusing(outcome.doors[each.id].ranking.keys, each.line, outcome.cutoffs[each.id], {})
            for each in outcome.problem.programmes
        }
        self._admitted, self._not_needed, self._withdrawn = (
            {name: told({"programme": name, "verdict": verdict}) for name in self._refusing}
            for verdict in (ADMITTED, NOT_NEEDED, WITHDRAWN)
        )

    def of(self, applicant: Applicant) -> list[T]:
        choices = applicant.choices
        if applicant.withdrawn:
            return [self._withdrawn[name] for name in choices]
        assigned = self._assignment[applicant.id]
        if assigned and assigned.choice:
            taken = assigned.choice - 1
            found = self._refusals(applicant.id, choices[:taken]) if taken else []
            found.append(self._admitted[choices[taken]])
            found += map(self._not_needed.__getitem__, choices[taken + 1 :])
            return found
        if applicant.id in self._designated:
            return [self._not_needed[name] for name in choices]
        return self._refusals(applicant.id, choices)

    def _refusals(self, person: str, names: Sequence[str]) -> list[T]:
        found = []
        for name in names:
            keys, line, cutoff, told = self._refusing[name]
            key = keys.get(person)
            total = None if key is None else key[0]
            if key is not None and cutoff is not None and total == cutoff[0] and total >= line:
                found.append(self._tell({"programme": name} | _tied(key, cutoff)))
                continue
            if total not in told:
                told[total] = self._tell({"programme": name} | _by_total(total, line, cutoff))
            found.append(told[total])
        return found


def _by_total(total: int | None, line: int, cutoff: Key | None) -> Reason:
    """The total decided, or that there is none."""
    if total is None:
        return {"verdict": NOT_ELIGIBLE, "fact": NOT_ON_LIST}
    if total < line:
        return {"verdict": BELOW_LINE, "line": line, "total": total}
    if cutoff is None:
        return {"verdict": FULL, "cutoff": None, "gap": None}
    return {"verdict": FULL, "cutoff": cutoff, "gap": cutoff[0] - total}


def _tied(key: Key, cutoff: Key) -> Reason:
    """Full, with the same total: what part decided, and by how much."""
    for part in range(1, len(cutoff)):
        if part == len(key):
            return {"verdict": FULL_TIE, "part": part, "cutoff": cutoff, "gap": None}
        if key[part] < cutoff[part]:
            return {"verdict": FULL_TIE, "part": part, "cutoff": cutoff, "gap": cutoff[part] - key[part]}
    return {"verdict": FULL_LOTTERY, "cutoff": cutoff}


def reasons(outcome: Outcome, applicant: Applicant) -> list[Reason]:
    """His reasons as values."""
    return Reasons(outcome, lambda reason: reason).of(applicant)


class Standing(NamedTuple):
    """One of his choices in full. `rank` of `of`: among those who chose it and are on its list, from 1; None without a
    key. `taken`: places filled by preference, of `seats` for ordinary applicants."""

    reason: Reason
    key: Key | None
    rank: int | None
    of: int
    quota: int
    seats: int
    taken: int
    cutoff: Key | None


class Explanation(NamedTuple):
    """`closed`: what he would have liked better in adjustment and why he could not have it; None: he took no part, or
    there was none."""

    choices: list[Standing]
    closed: list[why.Closed] | None


def explain(outcome: Outcome, person: str) -> Explanation:
    """Everything a person may be told, for his page. Raises KeyError for somebody who does not apply."""
    applicant = {each.id: each for each in outcome.problem.applicants}[person]
    programmes = {each.id: each for each in outcome.problem.programmes}
    said = reasons(outcome, applicant)
    return Explanation(
        [_standing(outcome, person, programmes[str(reason["programme"])], reason) for reason in said],
        _closed(outcome, person, programmes),
    )


def _standing(outcome: Outcome, person: str, programme: Programme, reason: Reason) -> Standing:
    door = outcome.doors[programme.id]
    ranks = door.ranking.rank
    rivals = [
        ranks[each.id] for each in taking_part(outcome.problem) if programme.id in each.choices and each.id in ranks
    ]
    own = ranks.get(person)
    return Standing(
        reason,
        door.ranking.keys.get(person),
        None if own is None else 1 + sum(rank < own for rank in rivals),
        len(rivals),
        programme.quota,
        door.seats,
        outcome.placement.filled[programme.id],
        outcome.cutoffs[programme.id],
    )


def _closed(outcome: Outcome, person: str, programmes: Mapping[str, Programme]) -> list[why.Closed] | None:
    if all(applicant.id != person for applicant, _ in outcome.queue):
        return None
    adjusted = {
        name: Adjusted(placed.programme, placed.by)
        for name, placed in outcome.assignment.items()
        if placed is not None and placed.by.startswith(BY_ADJUSTMENT)
    }
    room = free_seats(outcome.doors, outcome.placement)
    return why.closed(outcome.problem.policy, programmes, room, outcome.queue, adjusted, person)
