"""Stage 1: everybody holds the first of his choices whose cutoff he reaches, and nobody could do better.

The first is equivalent to stability. For the second: at each full programme the best of those who would rather be there
leads to the programme he sits in now; a cycle of such steps would make all on it better off without harming anybody
(a rotation), and a stable result without one is the best for every applicant.
"""

from collections.abc import Mapping
from typing import Any

from zhupei.pure.allocation.problem import Key
from zhupei.pure.allocation.verifier.findings import Findings, exactly
from zhupei.pure.allocation.verifier.instance import PREFERENCE, Instance


def last_admitted(instance: Instance) -> dict[str, str | None]:
    """The last one admitted, by programme, where no seat is left for ordinary applicants; None: nobody has a key."""
    return {
        name: _last(instance, name, people)
        for name, people in instance.admitted.items()
        if len(people) >= instance.seats[name]
    }


def cutoffs(instance: Instance, last: Mapping[str, str | None]) -> dict[str, Key | None]:
    """As the result file has them, for every programme."""
    people = {name: last.get(name) for name in instance.programmes}
    return {name: None if person is None else instance.doors[name].keys[person] for name, person in people.items()}


def check(instance: Instance, last: Mapping[str, str | None], findings: Findings) -> None:
    """`last` as `last_admitted` gives it. Of those whom a programme refuses the first matters, and who is equal."""
    first: dict[str, str] = {}
    ties = []
    for name, people in sorted(_refused(instance).items()):
        keys, line = instance.doors[name]
        people = [person for person in people if person in keys and keys[person][0] >= line]
        if not people:
            continue
        first[name] = _first(instance, name, people)
        if name not in last:
            findings.add(
                "empty place refused",
                f"{name} has seats left, and {first[name]}, who would rather have it, has not",
            )
        elif (holder := last[name]) is not None:
            _compare(instance, name, first[name], holder, findings)
            key = keys[holder]
            if equal := sum(keys[person] == key for person in people):
                inside = sum(keys.get(person) == key for person in instance.admitted[name])
                ties.append({"programme": name, "key": key, "admitted": inside, "not_admitted": equal})
    _optimal(instance, first, findings)
    _published(instance, cutoffs(instance, last), ties, findings)


def _refused(instance: Instance) -> dict[str, list[str]]:
    """By programme: those who would rather be there than where they are."""
    found: dict[str, list[str]] = {name: [] for name in instance.programmes}
    for applicant, placed in instance.ordinary:
        before = len(applicant.choices)
        if placed is not None and placed.by == PREFERENCE and placed.choice is not None:
            before = placed.choice - 1
        for name in applicant.choices[:before]:
            found[name].append(applicant.id)
    return found


def _first(instance: Instance, name: str, people: list[str]) -> str:
    """The one with the largest key and, among equals, the smallest number in the lottery."""
    keys = instance.doors[name].keys
    largest = max(keys[person] for person in people)
    return min((person for person in people if keys[person] == largest), key=instance.number)


def _last(instance: Instance, name: str, people: list[str]) -> str | None:
    keys = instance.doors[name].keys
    people = [person for person in people if person in keys]
    if not people:
        return None
    smallest = min(keys[person] for person in people)
    return max((person for person in people if keys[person] == smallest), key=instance.number)


def _compare(instance: Instance, name: str, person: str, holder: str, findings: Findings) -> None:
    his, hers = instance.doors[name].keys[person], instance.doors[name].keys[holder]
    if his > hers or (his == hers and instance.number(person) < instance.number(holder)):
        findings.add(
            "justified envy",
            f"{person} would rather have {name} and comes before {holder}, who has it"
            " (as when two are swapped, or with another seed)",
        )


def _optimal(instance: Instance, wanting: Mapping[str, str], findings: Findings) -> None:
    """`wanting`: programme → the best of those who would rather be there."""
    done: set[str] = set()
    for start in wanting:
        way: list[str] = []
        name: str | None = start
        while name is not None and name not in done:
            done.add(name)
            way.append(name)
            name = _present(instance, wanting.get(name))
        if name in way:
            cycle = way[way.index(name) :]
            moves = ", ".join(f"{wanting[name]} to {name}" for name in cycle[:5])
            findings.add("not optimal", f"stable, but all of these would be better off and nobody worse: {moves}")


def _present(instance: Instance, person: str | None) -> str | None:
    placed = None if person is None else instance.placed(person)
    return placed.programme if placed is not None and placed.by == PREFERENCE else None


def _published(
    instance: Instance, expected: Mapping[str, Key | None], ties: list[dict[str, Any]], findings: Findings
) -> None:
    """The cutoffs and ties of the file are those of its assignment."""
    if instance.result.cutoffs != expected:
        names = expected.keys() | instance.result.cutoffs.keys()
        name = min(each for each in names if instance.result.cutoffs.get(each, 0) != expected.get(each, 0))
        said = instance.result.cutoffs.get(name, "missing")
        findings.add("wrong cutoff", f"{name} says {said}, its last one admitted gives {expected.get(name)}")
    if instance.result.ties is not None and not exactly(instance.result.ties, ties):
        findings.add("wrong ties", f"{len(ties)} last places were decided by lottery, the result's list is another")
