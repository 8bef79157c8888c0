"""Why: one verdict per listed programme, in order. Never another person's name or parts, only published cutoffs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from zhupei.pure.allocation.adjustment import why
from zhupei.pure.allocation.adjustment.running import BY_ADJUSTMENT, Adjusted
from zhupei.pure.allocation.engine import BY_PREFERENCE, Outcome, free_seats, taking_part
from zhupei.pure.allocation.problem import Applicant, Key, Programme

ADMITTED, NOT_NEEDED, WITHDRAWN = "ADMITTED", "NOT_NEEDED", "WITHDRAWN"
BELOW_LINE, NOT_ELIGIBLE = "BELOW_LINE", "NOT_ELIGIBLE"
FULL, FULL_TIE, FULL_LOTTERY = "FULL", "FULL_TIE", "FULL_LOTTERY"
NOT_ON_LIST = "not_on_list"

Reason = Mapping[str, Any]


class _Refusing(NamedTuple):
    """What a programme compares with."""

    keys: Mapping[str, Key]
    line: int
    cutoff: Key | None


class Reasons:
    """`of(applicant)`: his reasons as they stand in the result file. Those without numbers are shared."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._refusing = {
            each.id: _Refusing(outcome.doors[each.id].ranking.keys, each.line, outcome.cutoffs[each.id])
            for each in outcome.problem.programmes
        }
        self._admitted, self._not_needed, self._withdrawn = (
            {name: {"programme": name, "verdict": verdict} for name in self._refusing}
            for verdict in (ADMITTED, NOT_NEEDED, WITHDRAWN)
        )

    def of(self, applicant: Applicant) -> list[Reason]:
        choices = applicant.choices
        if applicant.withdrawn:
            return [self._withdrawn[name] for name in choices]
        assigned = self.outcome.assignment[applicant.id]
        if assigned and assigned.by == BY_PREFERENCE and assigned.choice:
            taken = assigned.choice - 1
            found = self._refusals(applicant.id, choices[:taken])
            found.append(self._admitted[choices[taken]])
            return found + [self._not_needed[name] for name in choices[taken + 1 :]]
        if applicant.id in self.outcome.problem.designated:
            return [self._not_needed[name] for name in choices]
        return self._refusals(applicant.id, choices)

    def _refusals(self, person: str, names: Sequence[str]) -> list[Reason]:
        found: list[Reason] = []
        for name in names:
            keys, line, cutoff = self._refusing[name]
            key = keys.get(person)
            if key is None:
                found.append({"programme": name, "verdict": NOT_ELIGIBLE, "fact": NOT_ON_LIST})
            elif key[0] < line:
                found.append({"programme": name, "verdict": BELOW_LINE, "line": line, "total": key[0]})
            elif cutoff is None:
                found.append({"programme": name, "verdict": FULL, "cutoff": None, "gap": None})
            elif gap := cutoff[0] - key[0]:
                found.append({"programme": name, "verdict": FULL, "cutoff": cutoff, "gap": gap})
            else:
                found.append({"programme": name} | _tied(key, cutoff))
        return found


def _tied(key: Key, cutoff: Key) -> dict[str, Any]:
    """Full, with the same total: what part decided, and by how much."""
    for part in range(1, len(cutoff)):
        if part == len(key):
            return {"verdict": FULL_TIE, "part": part, "cutoff": cutoff, "gap": None}
        if key[part] < cutoff[part]:
            return {"verdict": FULL_TIE, "part": part, "cutoff": cutoff, "gap": cutoff[part] - key[part]}
    return {"verdict": FULL_LOTTERY, "cutoff": cutoff}


class ChoiceResult(NamedTuple):
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

    choices: list[ChoiceResult]
    closed: list[why.Closed] | None


def explain(outcome: Outcome, person: str) -> Explanation:
    """Everything a person may be told, for his page. Raises KeyError for somebody who does not apply."""
    applicant = {each.id: each for each in outcome.problem.applicants}[person]
    programmes = {each.id: each for each in outcome.problem.programmes}
    reasons = Reasons(outcome).of(applicant)
    return Explanation(
        [_choice_result(outcome, person, programmes[str(reason["programme"])], reason) for reason in reasons],
        _closed(outcome, person, programmes),
    )


def _choice_result(outcome: Outcome, person: str, programme: Programme, reason: Reason) -> ChoiceResult:
    door = outcome.doors[programme.id]
    ranks = door.ranking.rank
    rivals = [
        ranks[each.id] for each in taking_part(outcome.problem) if programme.id in each.choices and each.id in ranks
    ]
    own = ranks.get(person)
    return ChoiceResult(
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
