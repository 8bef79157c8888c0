"""Stage 1: everybody holds the first of his choices whose cutoff he reaches, and nobody could do better.

The first is equivalent to stability. For the second: at each full programme the best of those who would rather be there
leads to the programme he sits in now; a cycle of such steps would make all on it better off without harming anybody
(a rotation), and a stable result without one is the best for every applicant.
"""

from zhupei.pure.allocation.problem import Applicant, Key
from zhupei.pure.allocation.verifier.case import PREFERENCE, Case
from zhupei.pure.allocation.verifier.findings import Findings

Person = tuple[str, Key]


class Cutoffs:
    """By programme: the last one admitted where no seat is left for ordinary applicants."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.last: dict[str, Person | None] = {}
        self.full = set()
        for name, people in case.admitted.items():
            if len(people) >= case.seats[name]:
                self.full.add(name)
                self.last[name] = self._worst(name, people)

    def _worst(self, name: str, people: list[Applicant]) -> Person | None:
        worst: Person | None = None
        for each in people:
            key = self.case.key(each.id, name)
            if key is not None and (worst is None or self.case.beats(*worst, each.id, key)):
                worst = each.id, key
        return worst

    def key(self, name: str) -> Key | None:
        last = self.last.get(name)
        return last and last[1]


def check(case: Case, cutoffs: Cutoffs, findings: Findings) -> None:
    best: dict[str, Person] = {}
    equal: dict[str, int] = {}
    for each in case.ordinary:
        for name in each.choices[: _refused(case, each)]:
            key = case.key(each.id, name)
            if key is None or key[0] < case.programmes[name].line:
                continue
            _shut(case, cutoffs, each.id, name, key, findings)
            if name not in best or case.beats(each.id, key, *best[name]):
                best[name] = each.id, key
            if key == cutoffs.key(name):
                equal[name] = equal.get(name, 0) + 1
    _optimal(case, {name: person for name, (person, _) in best.items()}, findings)
    _published(case, cutoffs, equal, findings)


def _refused(case: Case, applicant: Applicant) -> int:
    """How many of his choices come before what he got by preference."""
    placed = case.placed(applicant.id)
    if placed is None or placed.by != PREFERENCE or placed.choice is None:
        return len(applicant.choices)
    return placed.choice - 1


def _shut(case: Case, cutoffs: Cutoffs, person: str, name: str, key: Key, findings: Findings) -> None:
    if name not in cutoffs.full:
        findings.add("empty place refused", f"{name} has seats left, and {person}, who would rather have it, has not")
        return
    last = cutoffs.last[name]
    if last is not None and last[0] != person and case.beats(person, key, *last):
        findings.add(
            "justified envy",
            f"{person} would rather have {name} and comes before {last[0]}, who has it"
            " (as when two are swapped, or with another seed)",
        )


def _optimal(case: Case, wanting: dict[str, str], findings: Findings) -> None:
    """`wanting`: programme → the best of those who would rather be there."""
    done: set[str] = set()
    for start in wanting:
        way: list[str] = []
        name: str | None = start
        while name is not None and name not in done:
            done.add(name)
            way.append(name)
            name = _present(case, wanting.get(name))
        if name in way:
            cycle = way[way.index(name) :]
            moves = ", ".join(f"{wanting[name]} to {name}" for name in cycle[:5])
            findings.add("not optimal", f"stable, but all of these would be better off and nobody worse: {moves}")


def _present(case: Case, person: str | None) -> str | None:
    placed = None if person is None else case.placed(person)
    return placed.programme if placed is not None and placed.by == PREFERENCE else None


def _published(case: Case, cutoffs: Cutoffs, equal: dict[str, int], findings: Findings) -> None:
    """The cutoffs and ties of the file are those of its assignment."""
    expected = {name: cutoffs.key(name) for name in case.programmes}
    if case.result.cutoffs != expected:
        names = expected.keys() | case.result.cutoffs.keys()
        name = min(each for each in names if case.result.cutoffs.get(each, 0) != expected.get(each, 0))
        said = case.result.cutoffs.get(name, "missing")
        findings.add("wrong cutoff", f"{name} says {said}, its last one admitted gives {expected.get(name)}")
    ties = []
    for name in sorted(equal):
        key = cutoffs.key(name)
        inside = sum(case.key(each.id, name) == key for each in case.admitted[name])
        ties.append({"programme": name, "key": key, "admitted": inside, "not_admitted": equal[name]})
    if case.result.ties != ties:
        findings.add("wrong ties", f"{len(ties)} last places were decided by lottery, the result's list is another")
