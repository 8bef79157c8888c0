"""Stage 2: nobody there who may not be, and each run of the policy does what its objective promises."""

from collections.abc import Sequence
from functools import cached_property

from zhupei.pure.allocation.problem import Applicant, Key, own_base
from zhupei.pure.allocation.verifier import most_placed, score_order
from zhupei.pure.allocation.verifier.findings import Findings
from zhupei.pure.allocation.verifier.instance import ADJUSTMENT, BY_BASE, BY_PROVINCE, Instance
from zhupei.pure.allocation.verifier.programmes import OpenProgrammes, Seeker, by_priority
from zhupei.pure.allocation.verifier.run import Run

People = Sequence[tuple[Applicant, Key]]


class SecondStage:
    """The people of stage 2 and the seats that stage 1 has left."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.people = by_priority(instance)
        self.room = {name: instance.seats[name] - len(instance.admitted[name]) for name in instance.programmes}

    @cached_property
    def joint(self) -> tuple[OpenProgrammes, list[Seeker]]:
        """Everybody on all places."""
        ground = OpenProgrammes(self.instance, self.room)
        return ground, [ground.seeker(*each) for each in self.people]


def check(stage: SecondStage, findings: Findings) -> None:
    _outsiders(stage, findings)
    for run in _runs(stage):
        if run.admissible(findings):
            if stage.instance.problem.policy.objective == "score_first":
                score_order.check(run, findings)
            else:
                most_placed.check(run, findings)


def _outsiders(stage: SecondStage, findings: Findings) -> None:
    """Placed by adjustment without having agreed to it, without a key, with one below the line, or as one of a base
    that is not his own: no run of a base would look at him then.
    """
    people = {applicant.id: (applicant, key) for applicant, key in stage.people}
    programmes = stage.instance.programmes
    for person, placed in stage.instance.result.assignment.items():
        if placed is None or not placed.by.startswith(ADJUSTMENT):
            continue
        name, known = placed.programme, people.get(person)
        if known is None:
            findings.add("not for adjustment", f"{person} is placed by adjustment without consent or key")
        elif name in programmes:
            (applicant, key), programme = known, programmes[name]
            if key[0] < programme.line:
                findings.add(
                    "below the line", f"{person} is placed in {name} with {key[0]}, below its line {programme.line}"
                )
            if placed.by == BY_BASE and own_base(applicant, programmes) != programme.base:
                findings.add("wrong way", f"{person} is placed by {BY_BASE!r} in {name}, which is not of his own base")


def _runs(stage: SecondStage) -> list[Run]:
    instance = stage.instance
    if instance.problem.policy.adjustment == "none":
        return []
    if instance.problem.policy.adjustment == "joint":
        return [Run(*stage.joint, _places(stage.instance, stage.people, ADJUSTMENT))]
    bases: dict[str, list[tuple[Applicant, Key]]] = {}
    for each in stage.people:
        bases.setdefault(own_base(each[0], instance.programmes) or "", []).append(each)
    runs = [
        _run(instance, bases[base], BY_BASE, OpenProgrammes(instance, stage.room, base))
        for base in sorted({each.base for each in instance.programmes.values()} & bases.keys())
    ]
    left, still = dict(stage.room), []
    for each in stage.people:
        placed = instance.placed(each[0].id)
        if placed is not None and placed.by == BY_BASE and placed.programme in left:
            left[placed.programme] -= 1
        else:
            still.append(each)
    return [*runs, _run(instance, still, BY_PROVINCE, OpenProgrammes(instance, left))]


def _run(instance: Instance, people: People, by: str, ground: OpenProgrammes) -> Run:
    return Run(ground, [ground.seeker(*each) for each in people], _places(instance, people, by))


def _places(instance: Instance, people: People, by: str) -> list[str | None]:
    """What a run, known by its name, gave its people."""
    placed = (instance.placed(applicant.id) for applicant, _ in people)
    return [each.programme if each is not None and each.by == by else None for each in placed]
