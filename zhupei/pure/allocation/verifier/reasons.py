"""The explanations: for everybody one verdict per choice, each the true one."""

from collections.abc import Mapping
from typing import Any

from zhupei.pure.allocation.problem import Applicant, Key
from zhupei.pure.allocation.verifier.case import PREFERENCE, Case
from zhupei.pure.allocation.verifier.findings import Findings


def check(case: Case, cutoffs: Mapping[str, Key | None], findings: Findings) -> None:
    said = case.result.reasons
    for each in case.problem.applicants:
        if said.get(each.id) != _expected(case, cutoffs, each):
            findings.add("wrong reasons", f"those of {each.id} are missing or not the true ones")
            return
    if len(said) != len(case.problem.applicants):
        findings.add("wrong reasons", "there are some for people who do not apply")


def _expected(case: Case, cutoffs: Mapping[str, Key | None], applicant: Applicant) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    placed = case.placed(applicant.id)
    over = "WITHDRAWN" if applicant.withdrawn else "NOT_NEEDED" if applicant.id in case.problem.designated else ""
    for position, name in enumerate(applicant.choices, 1):
        if over:
            found.append({"programme": name, "verdict": over})
        elif placed is not None and placed.by == PREFERENCE and placed.choice == position:
            found.append({"programme": name, "verdict": "ADMITTED"})
            over = "NOT_NEEDED"
        else:
            found.append(_refusal(case, cutoffs.get(name), applicant.id, name))
    return found


def _refusal(case: Case, cutoff: Key | None, person: str, name: str) -> dict[str, Any]:
    key, line = case.key(person, name), case.programmes[name].line
    row: dict[str, Any] = {"programme": name}
    if key is None:
        return row | {"verdict": "NOT_ELIGIBLE", "fact": "not_on_list"}
    if key[0] < line:
        return row | {"verdict": "BELOW_LINE", "line": line, "total": key[0]}
    row["cutoff"] = cutoff
    if cutoff is None:
        return row | {"verdict": "FULL", "gap": None}
    part = next((at for at, hers in enumerate(cutoff) if at >= len(key) or key[at] != hers), None)
    if part is None:
        return row | {"verdict": "FULL_LOTTERY"}
    gap = None if part >= len(key) else cutoff[part] - key[part]
    return row | ({"verdict": "FULL", "gap": gap} if part == 0 else {"verdict": "FULL_TIE", "part": part, "gap": gap})
