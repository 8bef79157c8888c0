"""Driving many applicants through the system's own actions, stage by stage, and counting where they are.

Running it again with the same seed goes on where it stopped. Two things are shared to save the machine, not the rules:
applicants of a simulation upload from a pool of drawn pictures, and a decoder looks at each of those files once
(`world.verdicts`). `world.bulk` leaves the same rows without driving anybody.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from zhupei.applications.models import Application
from zhupei.cycles.models import Cycle
from zhupei.dossiers.models import Document
from zhupei.kernel import clock, settled, working
from zhupei.kernel.refusals import Refused
from zhupei.reports import competition
from zhupei.world import loading, pictures
from zhupei.world.applicants import Setting, SimulatedApplicant
from zhupei.world.fiction.people import person
from zhupei.world.pace import Timetable
from zhupei.world.reviewing import Reviewers, Steps, outcome
from zhupei.world.verdict_cache import cached_verdicts

STAGES = ("registered", "complete", "submitted", "reviewed")
CHECK_PATIENCE = 60  # seconds
Say = Callable[[str, int, float], object]


@dataclass
class SimulationResult:
    """How many got how far, by the state they are in now, and the seconds each stage took."""

    funnel: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)


def simulate(
    cycle: Cycle,
    *,
    applicants: int,
    seed: int,
    until: str,
    since: str = STAGES[0],
    part: tuple[int, int] = (0, 1),
    say: Say = lambda *_: None,
) -> SimulationResult:
    """Drive the people of the world `seed` whose index is below `applicants` to the stage `until`.

    `since`: the first stage to be looked at; those before are known to be behind them. `part` (k, n): only every n-th,
    beginning with k, so that n processes can share the work. `say` gets each stage with its people and seconds. Raises
    ValueError when the registration has not been open long enough.
    """
    setting = Setting.of(cycle)
    timetable = Timetable.until(clock.now(), setting.round)
    day = loading.first_day(cycle)
    indexes = range(part[0], applicants, part[1])
    people = [SimulatedApplicant(person(seed, i, on=day), seed, setting, pictures.shared) for i in indexes]
    loading.designate(cycle, loading.listed(seed, (each.facts for each in people)))
    result, reviewers = SimulationResult(), Reviewers()
    steps: dict[str, Callable[[SimulatedApplicant, datetime], object]] = {
        "registered": _register,
        "complete": _complete,
        "submitted": _submit,
        "reviewed": partial(_review, reviewers=reviewers, pause=timetable.pause),
    }
    with cached_verdicts():
        for stage in STAGES[STAGES.index(since) : STAGES.index(until) + 1]:
            began = time.monotonic()
            _each(people, stage, steps[stage], timetable, result)
            working.drain()
            if stage == "complete":
                _wait_for_checks(people)
                result.funnel[stage] = sum(1 for each in people if each.registered and not each.gaps())
            result.seconds[stage] = time.monotonic() - began
            say(stage, result.funnel[stage], result.seconds[stage])
    competition.forget()
    found = Application.objects.filter(round=setting.round, person__in=[p.user for p in people if p.registered])
    result.states.update(found.values_list("state", flat=True))
    return result


def _each(
    people: list[SimulatedApplicant],
    stage: str,
    step: Callable[[SimulatedApplicant, datetime], object],
    timetable: Timetable,
    result: SimulationResult,
) -> None:
    """One after another; what a rule refuses is counted by its code and stops that person only."""
    for applicant in people:
        at = timetable.of(applicant.seed, applicant.facts.index)[stage]
        try:
            with settled.one_request():
                result.funnel[stage] += bool(step(applicant, at))
        except Refused as refused:
            result.refused[f"{stage}: {refused.refusal.code}"] += 1


def _wait_for_checks(people: list[SimulatedApplicant]) -> None:
    """Other workers may have taken some of the checks: they are awaited. Lost ones show as gaps."""
    owners = [applicant.user.pk for applicant in people if applicant.registered]
    for _ in range(CHECK_PATIENCE):
        waiting = Document.objects.filter(dossier__person__in=owners, state=Document.State.RECEIVED)
        if not waiting.exists():
            return
        time.sleep(1)


def _register(applicant: SimulatedApplicant, at: datetime) -> bool:
    applicant.register(at)
    return True


def _complete(applicant: SimulatedApplicant, at: datetime) -> bool:
    """Fill in and upload, unless that has led to an application already. Whether nothing is missing, is asked later."""
    if not applicant.registered:
        return False
    if applicant.application() is None:
        applicant.fill(at)
        applicant.upload(at)
    return True


def _submit(applicant: SimulatedApplicant, at: datetime) -> bool:
    if not applicant.registered:
        return False
    application = applicant.application()
    if application is not None and application.number:
        return True
    application = applicant.choose(at)
    return application is not None and bool(applicant.submit(application, at))


def _review(applicant: SimulatedApplicant, at: datetime, *, reviewers: Reviewers, pause: timedelta) -> bool:
    """True when somebody has decided about it."""
    if not applicant.registered:
        return False
    plan = outcome(applicant.seed, applicant.facts.index)
    Steps(applicant, reviewers, plan, pause).run(at)
    application = applicant.application()
    return application is not None and application.reviews.exists()
