"""Where am I? What each stage says, put together; and the life of an application in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts.models import User
from zhupei.applications import queries, situations, states
from zhupei.applications.models import Application, OnSiteCheck, Transition
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.dossiers import situations as dossier_situations
from zhupei.dossiers.rules import Task
from zhupei.kernel.prepared import Prepared, Question, prepared
from zhupei.kernel.situations import Situation


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline. `tone` is a component tone: on, ok, warn, bad."""

    at: datetime
    title: str
    body: str
    tone: str


@dataclass(frozen=True)
class Journey:
    """Where a person is now. `window` is the registration of the round of the application in force, else of the current
    round; None while the province has entered none.

    Every stage offers its situation; `situation` is the one that counts: of what has been submitted the latest stage,
    before that the application that is still to come. Bar, pages, messages and programs print this object.
    """

    at: datetime
    window: Stage | None
    application: Application | None

    @property
    def round(self) -> Round | None:
        return self.window.round if self.window else None

    @property
    def open(self) -> bool:
        return self.window is not None and self.window.window.is_open(self.at)

    @property
    def over(self) -> bool:
        """Registration has closed."""
        return self.window is not None and self.window.window.is_over(self.at)

    @property
    def state(self) -> str:
        return self.application.state if self.application else states.DRAFT

    @property
    def submitted(self) -> bool:
        return self.state in states.IN_FORCE

    @cached_property
    def situation(self) -> Situation:
        return situations.of(self.application, self.window, self.at)

    def beginning(self, tasks: Sequence[Task]) -> Situation:
        """What the first page says: while nothing has been submitted the dossier, of which these are the parts."""
        if self.state == states.DRAFT:
            return dossier_situations.of(tasks, self.window, self.at)
        return self.situation


def of(person: User, at: datetime) -> Journey:
    """What has been read ahead is not asked again (`queries.of_cycle`)."""
    try:
        window: Stage | None = cycles.current_registration(at)
    except Stage.DoesNotExist:
        window = None
    application = queries.concerning(person, window.round) if window else None
    if application is not None and window is not None and application.round_id != window.round_id:
        window = cycles.stage(application.round, Stage.Kind.REGISTRATION)
    return Journey(at, window, application)


def asked(person: User, round_: Round) -> list[Question[Any]]:
    """What a page about an application of this round is going to ask, for `prepared.ahead`."""
    about = person.pk, round_.cycle_id
    return [
        queries.submitted.of(person),
        queries.reviews_of.of(person),
        queries.reviewed_items.of(person),
        _transitions.of(*about),
        _onsite.of(*about),
        queries.preferences_of_cycle.of(*about),
    ]


def entries(application: Application) -> list[TimelineEntry]:
    """Newest first, from the transitions and the on-site checks."""
    lines = []
    for row in _of(application, _transitions):
        title, tone = situations.EVENTS[row.verb]
        body = f"{row.version.base.name}，回执号 {row.version.receipt_number}" if row.version else ""
        if row.review is not None:
            body = f"{row.version.base.name}" if row.version else ""
            if row.review.reason:
                body += f"：{row.review.reason}"
        lines.append(TimelineEntry(row.at, title, body, tone))
    for check in _of(application, _onsite):
        title, tone = situations.ONSITE[check.passed]
        lines.append(TimelineEntry(check.at, title, check.note, tone))
    return sorted(lines, key=lambda entry: entry.at, reverse=True)


def _of(application: Application, read: Prepared[[UUID, UUID], Any]) -> list[Any]:
    """What belongs to this application among what has been read of the person's cycle."""
    every = read(application.person_id, application.cycle_id)
    return [each for each in every if each.application_id == application.pk]


@prepared
def _transitions(person_id: UUID, cycle_id: UUID) -> QuerySet[Transition]:
    own = Transition.objects.filter(application__person=person_id, application__cycle=cycle_id)
    return own.select_related("version__base", "review").order_by("pk")


@prepared
def _onsite(person_id: UUID, cycle_id: UUID) -> QuerySet[OnSiteCheck]:
    own = OnSiteCheck.objects.filter(application__person=person_id, application__cycle=cycle_id)
    return own.order_by("-at")
