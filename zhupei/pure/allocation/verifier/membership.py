"""Everybody answered for, nobody where he may not be or in a way the policy lacks, no programme overfull."""

from collections import Counter

from zhupei.pure.allocation.files.result_file import Placed
from zhupei.pure.allocation.problem import Applicant
from zhupei.pure.allocation.verifier.findings import Findings
from zhupei.pure.allocation.verifier.instance import ADJUSTMENT, BY_BASE, BY_PROVINCE, DESIGNATED, PREFERENCE, Instance

_WAYS = {"joint": {ADJUSTMENT}, "base_first": {BY_BASE, BY_PROVINCE}, "none": set()}


def check(instance: Instance, findings: Findings) -> None:
    _origin(instance, findings)
    _people(instance, findings)
    _quotas(instance, findings)
    _designated(instance, findings)
    designated, ways = instance.problem.designated, _WAYS[instance.problem.policy.adjustment]
    for each, placed in instance.everybody:
        if placed is None or each.id in designated:
            continue
        if each.withdrawn:
            findings.add("withdrawn", f"{each.id} has withdrawn and is placed in {placed.programme}")
        elif placed.by == PREFERENCE:
            _by_preference(instance, each, placed, findings)
        elif placed.by not in ways or placed.choice is not None:
            findings.add("wrong way", f"{each.id} is placed by {placed.by!r}, which this policy does not have")


def _origin(instance: Instance, findings: Findings) -> None:
    problem, result = instance.problem, instance.result
    if result.input_sha256 != problem.input_sha256:
        findings.add(
            "other input", f"the result is of input {result.input_sha256}, this problem is {problem.input_sha256}"
        )
    if result.seed != problem.seed:
        findings.add("other seed", f"the result was drawn with {result.seed!r}, the problem says {problem.seed!r}")


def _people(instance: Instance, findings: Findings) -> None:
    known, said = (
        {each.id for each in instance.problem.applicants} | instance.problem.designated.keys(),
        instance.result.assignment,
    )
    if said.keys() != known:
        for person in said.keys() - known:
            findings.add("unknown person", f"{person} is in the result, but neither applies nor is designated")
        if missing := sorted(known - said.keys()):
            findings.add("dropped", f"{missing[0]} is missing from the result ({len(missing)} in all)")
    for placed in instance.places:
        if placed.programme not in instance.programmes:
            person = next(name for name, its in said.items() if its == placed)
            findings.add("unknown programme", f"{person} is placed in {placed.programme}, which the problem lacks")


def _quotas(instance: Instance, findings: Findings) -> None:
    taken: Counter[str] = Counter()
    for placed, people in instance.places.items():
        taken[placed.programme] += people
    for name, people in sorted(taken.items()):
        if name in instance.programmes and people > instance.programmes[name].quota:
            findings.add(
                "quota exceeded", f"{name} has {people} people for a quota of {instance.programmes[name].quota}"
            )


def _designated(instance: Instance, findings: Findings) -> None:
    for person, programme in instance.problem.designated.items():
        if instance.placed(person) != Placed(programme, DESIGNATED):
            findings.add("designated", f"{person} is designated for {programme} and not seated there")


def _by_preference(instance: Instance, applicant: Applicant, placed: Placed, findings: Findings) -> None:
    """He has the choice that the result says, on the list, above the line."""
    name, choice, choices = placed.programme, placed.choice, applicant.choices
    if choice is None or choice > len(choices) or choices[choice - 1] != name:
        findings.add("not listed", f"{name} is not choice {choice} of {applicant.id} (as when two are swapped)")
        return
    keys, line = instance.doors[name]
    key = keys.get(applicant.id)
    if key is None:
        findings.add("not on the list", f"{applicant.id} is placed in {name} without a key on its list")
    elif key[0] < line:
        findings.add("below the line", f"{applicant.id} is placed in {name} with {key[0]}, below its line {line}")
