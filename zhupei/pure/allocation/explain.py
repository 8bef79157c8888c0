"""Why: one verdict per listed programme, in order. Never another person's name or parts, only published cutoffs."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from zhupei.pure.allocation.adjustment import why
from zhupei.pure.allocation.adjustment.running import BY_ADJUSTMENT, Adjusted
from zhupei.pure.allocation.engine import BY_PREFERENCE, Outcome, free_seats, taking_part
from zhupei.pure.allocation.preferences import Door
from zhupei.pure.allocation.problem import Applicant, Key, Programme

ADMITTED, NOT_NEEDED, WITHDRAWN = "ADMITTED", "NOT_NEEDED", "WITHDRAWN"
BELOW_LINE, NOT_ELIGIBLE = "BELOW_LINE", "NOT_ELIGIBLE"
FULL, FULL_TIE, FULL_LOTTERY = "FULL", "FULL_TIE", "FULL_LOTTERY"
NOT_ON_LIST = "not_on_list"

Reason = Mapping[str, Any]


class Reasons:
    """`of(applicant)`: his reasons as they stand in the result file. Equal ones share one object."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.programmes = {each.id: each for each in outcome.problem.programmes}
        self._plain: dict[tuple[str, str], Reason] = {}

    def of(self, applicant: Applicant) -> list[Reason]:
        if applicant.withdrawn:
            return [self._short(name, WITHDRAWN) for name in applicant.choices]
        assigned = self.outcome.assignment[applicant.id]
        taken, admitted = len(applicant.choices), 0
        if assigned and assigned.by == BY_PREFERENCE:
            admitted = assigned.choice or 0
            taken = admitted - 1
        elif applicant.id in self.outcome.problem.designated:
            taken = 0
        found = [self._refused(applicant.id, name) for name in applicant.choices[:taken]]
        if admitted:
            found.append(self._short(applicant.choices[taken], ADMITTED))
        return found + [self._short(name, NOT_NEEDED) for name in applicant.choices[len(found) :]]

    def _short(self, programme: str, verdict: str) -> Reason:
        found = self._plain.get((programme, verdict))
        if found is None:
            found = self._plain[programme, verdict] = {"programme": programme, "verdict": verdict}
        return found

    def _refused(self, person: str, name: str) -> Reason:
        door = self.outcome.doors[name]
        key = door.ranking.keys.get(person)
        if key is None:
            return {"programme": name, "verdict": NOT_ELIGIBLE, "fact": NOT_ON_LIST}
        return {"programme": name} | _shut(key, self.programmes[name], door, self.outcome.cutoffs[name])


def _shut(key: Key, programme: Programme, door: Door, cutoff: Key | None) -> dict[str, Any]:
    """Below the line, or full, and what was missing: hundredths in the total, or the part that decided."""
    if key[0] < programme.line:
        return {"verdict": BELOW_LINE, "line": programme.line, "total": key[0]}
    if cutoff is None:
        return {"verdict": FULL, "cutoff": None, "gap": None}
    if key[0] < cutoff[0]:
        return {"verdict": FULL, "cutoff": cutoff, "gap": cutoff[0] - key[0]}
    for part in range(1, len(cutoff)):
        if part == len(key):
            return {"verdict": FULL_TIE, "part": part, "cutoff": cutoff, "gap": None}
        if key[part] < cutoff[part]:
            return {"verdict": FULL_TIE, "part": part, "cutoff": cutoff, "gap": cutoff[part] - key[part]}
    return {"verdict": FULL_LOTTERY, "cutoff": cutoff}


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
    """`closed`: what he would have liked better in adjustment and why he could not have it; None: he took no part."""

    choices: list[Standing]
    closed: list[why.Closed] | None


def explain(outcome: Outcome, person: str) -> Explanation:
    """Everything a person may be told, for his page. Raises KeyError for somebody who does not apply."""
    applicant = {each.id: each for each in outcome.problem.applicants}[person]
    programmes = {each.id: each for each in outcome.problem.programmes}
    reasons = Reasons(outcome).of(applicant)
    return Explanation(
        [_standing(outcome, person, programmes[str(reason["programme"])], reason) for reason in reasons],
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
