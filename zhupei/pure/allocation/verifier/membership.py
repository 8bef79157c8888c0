"""Everybody answered for, nobody twice, nobody where he may not be, no programme overfull."""

from collections import Counter

from zhupei.pure.allocation.problem import Applicant
from zhupei.pure.allocation.reading.result_file import Placed
from zhupei.pure.allocation.verifier.case import ADJUSTMENT, BY_BASE, BY_PROVINCE, DESIGNATED, PREFERENCE, Case
from zhupei.pure.allocation.verifier.findings import Findings

_WAYS = {"joint": {ADJUSTMENT}, "base_first": {BY_BASE, BY_PROVINCE}, "none": set()}


def check(case: Case, findings: Findings) -> None:
    _origin(case, findings)
    _people(case, findings)
    _quotas(case, findings)
    _designated(case, findings)
    for each in case.problem.applicants:
        placed = case.placed(each.id)
        if placed is not None and each.id not in case.problem.designated:
            _way(case, each, placed, findings)


def _origin(case: Case, findings: Findings) -> None:
    problem, result = case.problem, case.result
    if result.input_sha256 != problem.input_sha256:
        findings.add(
            "other input", f"the result is of input {result.input_sha256}, this problem is {problem.input_sha256}"
        )
    if result.seed != problem.seed:
        findings.add("other seed", f"the result was drawn with {result.seed!r}, the problem says {problem.seed!r}")


def _people(case: Case, findings: Findings) -> None:
    known = {each.id for each in case.problem.applicants} | case.problem.designated.keys()
    for person in case.result.assignment.keys() - known:
        findings.add("unknown person", f"{person} is in the result, but neither applies nor is designated")
    missing = sorted(known - case.result.assignment.keys())
    if missing:
        findings.add("dropped", f"{missing[0]} is missing from the result ({len(missing)} in all)")
    for person, placed in case.result.assignment.items():
        if placed is not None and placed.programme not in case.programmes:
            findings.add("unknown programme", f"{person} is placed in {placed.programme}, which the problem lacks")


def _quotas(case: Case, findings: Findings) -> None:
    taken = Counter(placed.programme for placed in case.result.assignment.values() if placed is not None)
    for name, people in sorted(taken.items()):
        if name in case.programmes and people > case.programmes[name].quota:
            findings.add("quota exceeded", f"{name} has {people} people for a quota of {case.programmes[name].quota}")


def _designated(case: Case, findings: Findings) -> None:
    for person, programme in case.problem.designated.items():
        if case.placed(person) != Placed(programme, DESIGNATED):
            findings.add("designated", f"{person} is designated for {programme} and not seated there")


def _way(case: Case, applicant: Applicant, placed: Placed, findings: Findings) -> None:
    """`by` is one that the policy has, and a place by preference is the choice it says, on the list, above the line."""
    person, name = applicant.id, placed.programme
    if applicant.withdrawn:
        findings.add("withdrawn", f"{person} has withdrawn and is placed in {name}")
    elif placed.by != PREFERENCE:
        if placed.by not in _WAYS[case.problem.policy.adjustment] or placed.choice is not None:
            findings.add("wrong way", f"{person} is placed by {placed.by!r}, which this policy does not have")
    elif placed.choice is None or list(applicant.choices[placed.choice - 1 : placed.choice]) != [name]:
        findings.add("not listed", f"{name} is not choice {placed.choice} of {person}")
    elif name in case.programmes:
        key, line = case.key(person, name), case.programmes[name].line
        if key is None:
            findings.add("not on the list", f"{person} is placed in {name} without a key on its list")
        elif key[0] < line:
            findings.add("below the line", f"{person} is placed in {name} with {key[0]}, below its line {line}")
