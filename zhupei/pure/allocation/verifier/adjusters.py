"""Stage 2: nobody there who may not be, and each run of the policy does what its objective promises."""

from collections.abc import Sequence

from zhupei.pure.allocation.problem import Applicant, Key, own_base
from zhupei.pure.allocation.verifier import most_placed, score_order
from zhupei.pure.allocation.verifier.case import ADJUSTMENT, BY_BASE, BY_PROVINCE, Case
from zhupei.pure.allocation.verifier.field import Ground, Seeker, by_priority
from zhupei.pure.allocation.verifier.findings import Findings
from zhupei.pure.allocation.verifier.run import Run

People = Sequence[tuple[Applicant, Key]]


class Stage:
    """The people of stage 2 and the seats that stage 1 has left."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.people = by_priority(case)
        self.room = {name: case.seats[name] - len(case.admitted[name]) for name in case.programmes}

    def joint(self) -> tuple[Ground, list[Seeker]]:
        ground = Ground(self.case, self.room)
        return ground, [ground.seeker(*each) for each in self.people]


def check(stage: Stage, findings: Findings) -> None:
    _outsiders(stage, findings)
    for run in _runs(stage):
        if run.admissible(findings):
            if stage.case.problem.policy.objective == "score_first":
                score_order.check(run, findings)
            else:
                most_placed.check(run, findings)


def _outsiders(stage: Stage, findings: Findings) -> None:
    """Placed by adjustment without having agreed to it, or without a key."""
    known = {applicant.id for applicant, _ in stage.people}
    for person, placed in stage.case.result.assignment.items():
        if placed is not None and placed.by.startswith(ADJUSTMENT) and person not in known:
            findings.add("not for adjustment", f"{person} is placed by adjustment without consent or key")


def _runs(stage: Stage) -> list[Run]:
    case = stage.case
    if case.problem.policy.adjustment == "none":
        return []
    if case.problem.policy.adjustment == "joint":
        return [_run(stage, stage.people, stage.room, ADJUSTMENT, None)]
    bases: dict[str, list[tuple[Applicant, Key]]] = {}
    for each in stage.people:
        bases.setdefault(own_base(each[0], case.programmes) or "", []).append(each)
    runs = [
        _run(stage, bases[base], stage.room, BY_BASE, base)
        for base in sorted({each.base for each in case.programmes.values()} & bases.keys())
    ]
    left, still = dict(stage.room), []
    for each in stage.people:
        placed = case.placed(each[0].id)
        if placed is not None and placed.by == BY_BASE and placed.programme in left:
            left[placed.programme] -= 1
        else:
            still.append(each)
    return [*runs, _run(stage, still, left, BY_PROVINCE, None)]


def _run(stage: Stage, people: People, room: dict[str, int], by: str, base: str | None) -> Run:
    """The people of a run with the places that this run gave them."""
    ground = Ground(stage.case, room, base)
    places = []
    for applicant, _ in people:
        placed = stage.case.placed(applicant.id)
        places.append(placed.programme if placed is not None and placed.by == by else None)
    return Run(ground, [ground.seeker(*each) for each in people], places)
