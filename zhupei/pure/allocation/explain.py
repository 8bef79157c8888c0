"""Why: one verdict per listed programme, in order. Never another person's name or parts, only published cutoffs."""

from collections.abc import Mapping
from typing import Any

from zhupei.pure.allocation.engine import BY_PREFERENCE, Outcome
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
