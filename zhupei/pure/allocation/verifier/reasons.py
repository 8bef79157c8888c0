"""The explanations: for everybody one verdict per choice, each the true one."""

from collections.abc import Mapping
from typing import Any

from zhupei.pure.allocation.problem import Applicant, Key
from zhupei.pure.allocation.reading.result_file import Placed
from zhupei.pure.allocation.verifier.case import PREFERENCE, Case
from zhupei.pure.allocation.verifier.findings import Findings, exactly


def check(case: Case, cutoffs: Mapping[str, Key | None], findings: Findings) -> None:
    said = case.result.reasons
    for each, placed in case.everybody:
        if not exactly(said.get(each.id, []), _expected(case, cutoffs, each, placed)):
            findings.add("wrong reasons", f"those of {each.id} are missing or not the true ones")
            return
    if said.keys() - {each.id for each in case.problem.applicants}:
        findings.add("wrong reasons", "there are some for people who do not apply")


def _expected(
    case: Case, cutoffs: Mapping[str, Key | None], applicant: Applicant, placed: Placed | None
) -> list[dict[str, Any]]:
    choices = applicant.choices
    if applicant.withdrawn:
        return [{"programme": name, "verdict": "WITHDRAWN"} for name in choices]
    if applicant.id in case.problem.designated:
        return [{"programme": name, "verdict": "NOT_NEEDED"} for name in choices]
    if placed is None or placed.by != PREFERENCE or placed.choice is None:
        return [_refusal(case, cutoffs, applicant.id, name) for name in choices]
    taken = placed.choice - 1
    return [
        *[_refusal(case, cutoffs, applicant.id, name) for name in choices[:taken]],
        *[{"programme": name, "verdict": "ADMITTED"} for name in choices[taken : taken + 1]],
        *[{"programme": name, "verdict": "NOT_NEEDED"} for name in choices[taken + 1 :]],
    ]


def _refusal(case: Case, cutoffs: Mapping[str, Key | None], person: str, name: str) -> dict[str, Any]:
    keys, line = case.doors[name]
    key, cutoff = keys.get(person), cutoffs[name]
    if key is None:
        return {"programme": name, "verdict": "NOT_ELIGIBLE", "fact": "not_on_list"}
    if key[0] < line:
        return {"programme": name, "verdict": "BELOW_LINE", "line": line, "total": key[0]}
    if cutoff is None:
        return {"programme": name, "verdict": "FULL", "cutoff": None, "gap": None}
    if key[0] != cutoff[0]:
        return {"programme": name, "verdict": "FULL", "cutoff": cutoff, "gap": cutoff[0] - key[0]}
    part = next((at for at, hers in enumerate(cutoff) if at >= len(key) or key[at] != hers), None)
    if part is None:
        return {"programme": name, "verdict": "FULL_LOTTERY", "cutoff": cutoff}
    gap = None if part >= len(key) else cutoff[part] - key[part]
    return {"programme": name, "verdict": "FULL_TIE", "part": part, "cutoff": cutoff, "gap": gap}
