"""Driving many applicants through the system's own actions, stage by stage, and counting where they are.

Running it again with the same seed goes on where it stopped. Two things are shared to save the machine, not the rules:
applicants of a simulation upload from a pool of drawn pictures, and a decoder looks at each of those files once.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from zhupei.applications.models import Application
from zhupei.cycles.models import Cycle, Stage
from zhupei.cycles.timetable import Window
from zhupei.dossiers.models import Document
from zhupei.kernel import clock, working
from zhupei.kernel.refusals import Refused
from zhupei.pure.reference.choices import designation
from zhupei.pure.reference.people import person
from zhupei.reports import competition
from zhupei.world import loading, pictures
from zhupei.world.applicants import Applicant, Setting
from zhupei.world.remembering import remembering
from zhupei.world.reviewing import Reviewers, Steps, outcome

STAGES = ("registered", "complete", "submitted", "reviewed")
LISTED_SHARE = 0.6  # of designated applicants; the others upload their proof
CHECK_PATIENCE = 60  # seconds
Say = Callable[[str, int, float], object]


@dataclass
class Result:
    """How many got how far, by the state they are in now, and the seconds each stage took."""

    funnel: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Timetable:
    """When a person does what, between the opening of the window and now; everybody keeps his own pace."""

    start: datetime
    length: timedelta
    review_opens: datetime

    def of(self, seed: int, index: int) -> dict[str, datetime]:
        random = Random(f"{seed}/{index}/pace")  # noqa: S311  people are drawn, not secrets
        begins = random.random() * 0.55
        complete = begins + 0.02 + random.random() * 0.1
        submitted = complete + 0.01 + random.random() * 0.08
        reviewed = self.start + self.length * (submitted + 0.02 + random.random() * 0.12)
        return {
            "registered": self.start + self.length * begins,
            "complete": self.start + self.length * complete,
            "submitted": self.start + self.length * submitted,
            "reviewed": max(reviewed, self.review_opens + self.length * 0.02 * random.random()),
        }

    @property
    def pause(self) -> timedelta:
        """Between a decision and the answer to it."""
        return self.length * 0.02


def simulate(
    cycle: Cycle, *, applicants: int, seed: int, until: str, part: tuple[int, int] = (0, 1), say: Say = lambda *_: None
) -> Result:
    """Drive the people of the world `seed` whose index is below `applicants` to the stage `until`.

    `part` (k, n): only every n-th, beginning with k, so that n processes can share the work. `say` gets each stage with
    its people and seconds. Raises ValueError when the registration has not been open long enough.
    """
    setting = Setting.of(cycle)
    timetable = _timetable(setting, clock.now())
    day = loading.first_day(cycle)
    indexes = range(part[0], applicants, part[1])
    people = [Applicant(person(seed, i, on=day), seed, setting, _shared_picture) for i in indexes]
    _list_designated(cycle, people, seed)
    result, reviewers = Result(), Reviewers()
    steps: dict[str, Callable[[Applicant, datetime], object]] = {
        "registered": _register,
        "complete": _complete,
        "submitted": _submit,
        "reviewed": partial(_review, reviewers=reviewers, pause=timetable.pause),
    }
    with remembering():
        for stage in STAGES[: STAGES.index(until) + 1]:
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


def _shared_picture(kind: str, facts: Any, row: int) -> bytes:
    return pictures.pooled(kind, facts)


def _timetable(setting: Setting, now: datetime) -> Timetable:
    stages = {stage.kind: Window(stage.opens, stage.closes) for stage in setting.round.stages.all()}
    registration, review = stages[Stage.Kind.REGISTRATION], stages[Stage.Kind.REVIEW]
    last = min(now, registration.closes) - timedelta(minutes=1)
    if last - registration.opens < timedelta(hours=2):
        raise ValueError("the registration must have been open for two hours at least")
    return Timetable(registration.opens, last - registration.opens, review.opens)


def _list_designated(cycle: Cycle, people: list[Applicant], seed: int) -> None:
    """The province's list names most of the designated applicants before they come."""
    for applicant in people:
        facts = applicant.facts
        place = designation(seed, facts) if facts.category in ("postgraduate", "order_oriented") else None
        if place and Random(f"{seed}/{facts.index}/list").random() < LISTED_SHARE:  # noqa: S311
            loading.designate(cycle, facts, place.base, place.specialties[0])


def _each(
    people: list[Applicant],
    stage: str,
    step: Callable[[Applicant, datetime], object],
    timetable: Timetable,
    result: Result,
) -> None:
    """One after another; what a rule refuses is counted by its code and stops that person only."""
    for applicant in people:
        try:
            result.funnel[stage] += bool(step(applicant, timetable.of(applicant.seed, applicant.facts.index)[stage]))
        except Refused as refused:
            result.refused[f"{stage}: {refused.refusal.code}"] += 1


def _wait_for_checks(people: list[Applicant]) -> None:
    """Other workers may have taken some of the checks: they are awaited. Lost ones show as gaps."""
    owners = [applicant.user.pk for applicant in people if applicant.registered]
    for _ in range(CHECK_PATIENCE):
        waiting = Document.objects.filter(dossier__person__in=owners, state=Document.State.RECEIVED)
        if not waiting.exists():
            return
        time.sleep(1)


def _register(applicant: Applicant, at: datetime) -> bool:
    applicant.register(at)
    return True


def _complete(applicant: Applicant, at: datetime) -> bool:
    """Fill in and upload, unless that has led to an application already. Whether nothing is missing, is asked later."""
    if not applicant.registered:
        return False
    if applicant.application() is None:
        applicant.fill(at)
        applicant.upload(at)
    return True


def _submit(applicant: Applicant, at: datetime) -> bool:
    if not applicant.registered:
        return False
    application = applicant.application()
    if application is not None and application.number:
        return True
    application = applicant.choose(at)
    return application is not None and bool(applicant.submit(application, at))


def _review(applicant: Applicant, at: datetime, *, reviewers: Reviewers, pause: timedelta) -> bool:
    """True when somebody has decided about it."""
    if not applicant.registered:
        return False
    plan = outcome(applicant.seed, applicant.facts.index)
    Steps(applicant, reviewers, plan, pause).run(at)
    application = applicant.application()
    return application is not None and application.reviews.exists()
