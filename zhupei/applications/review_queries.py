"""What the review desk of one base reads: its queue with counts and filters, one application, its files.

Nothing here finds a draft, a withdrawn application or one of another base.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhupei.accounts import states as account_states
from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import (
    Application,
    Preference,
    ReviewLease,
)
from zhupei.bases.models import Base
from zhupei.cycles.models import PersonCategory, PlanLine
from zhupei.kernel.prepared import Constant, Question, ahead, prepared, together
from zhupei.kernel.settled import settled
from zhupei.pure import dates

PAGE = 25
ORDER = ("version__received_at", "version_id")
NEWEST_FIRST = ("-version__received_at", "-version_id")
NUMBER = re.compile(r"\d{4}-[A-Z]\d+-\d+(-\d+)?")


@dataclass(frozen=True)
class Filter:
    """Which applications of a base; what is empty does not filter. `text`: a number, or how a name begins."""

    state: str = ""
    specialty: str = ""
    category: str = ""
    again: bool = False
    text: str = ""

    @property
    def narrow(self) -> bool:
        """Whether more than the state is asked for."""
        return bool(self.specialty or self.category or self.again or self.text)

    @property
    def typed(self) -> bool:
        """Whether it holds words of which there are too many to keep a statement for each."""
        return bool(self.text or self.specialty or self.category)


class QueueRow(NamedTuple):
    """One line of the queue, seen `at`. `lookers`: other reviewers who have it open; `standing`: of the account."""

    id: UUID
    version_id: UUID
    received_at: datetime
    name: str
    number: str
    ordinal: int
    state: str
    category_name: str
    standing: str
    specialties: list[str]
    lookers: list[str]
    at: datetime

    @property
    def frozen(self) -> bool:
        return self.standing == account_states.FROZEN

    @property
    def waited(self) -> str:
        """How long ago it was submitted, in one unit: `2 天前`."""
        return dates.age(self.received_at, self.at)

    @property
    def state_label(self) -> str:
        return states.MOVES.label(self.state)


class Place(NamedTuple):
    """Where an application stands in the queue: oldest first."""

    received_at: datetime
    version_id: UUID


def _narrowed(found: QuerySet[Application], base: Base, wanted: Filter) -> QuerySet[Application]:
    if wanted.specialty:
        plans = PlanLine.objects.filter(base=base, specialty=wanted.specialty).values("pk")
        found = found.filter(Exists(Preference.objects.filter(version=OuterRef("version"), plan__in=plans)))
    if wanted.category:
        found = found.filter(version__base=base, version__category=wanted.category)
    if wanted.again:
        found = found.filter(version__base=base, version__ordinal__gt=1)
    if wanted.text:
        found = found.filter(_text(wanted.text), version__base=base)
    return found


def _text(text: str) -> Q:
    typed = text.upper()
    if NUMBER.fullmatch(typed):
        return Q(number="-".join(typed.split("-")[:3]))
    return Q(version__name__startswith=text)


def _chosen(base: Base, wanted: Filter) -> QuerySet[Application]:
    found = _narrowed(queries.at_bases([base.pk]), base, wanted)
    return found.filter(state=wanted.state) if wanted.state else found


def counts(base: Base, wanted: Filter) -> dict[str, int]:
    """State → how many, with every other condition of the filter.

    Counts by the application's own base, which is that of its version from the submission on: an index answers alone.
    """
    return dict(_counts.build(base, wanted) if wanted.typed else _counts(base, wanted))


@prepared
def _counts(base: Base, wanted: Constant[Filter]) -> QuerySet[Any, Any]:
    here = Application.objects.filter(base=base).exclude(state__in=states.ON_NO_DESK)
    return _narrowed(here, base, wanted).order_by().values_list("state").annotate(Count("pk"))


def waiting(base: Base) -> int:
    """How many applications wait for a decision of this base."""
    return waiting_at.count(base)


@prepared
def waiting_at(base: Base) -> QuerySet[Application]:
    return Application.objects.filter(base=base, state=states.SUBMITTED)


def _rows(found: QuerySet[Application], viewer: User, at: datetime) -> QuerySet:
    """The lines of a slice: names are looked up for these rows only, not for all those before them."""
    found = Application.objects.filter(pk__in=found.values("pk"))
    chosen = Preference.objects.filter(version=OuterRef("version")).order_by("rank")
    return found.annotate(
        specialties=ArraySubquery(chosen.values("plan__specialty__name")),
        lookers=lookers(viewer, at),
    ).values_list(
        "id",
        "version_id",
        "version__received_at",
        "version__name",
        "number",
        "version__ordinal",
        "state",
        "version__category_name",
        "person__standing",
        "specialties",
        "lookers",
    )


def queue(base: Base, wanted: Filter, *, viewer: User, at: datetime, offset: int = 0) -> list[QueueRow]:
    """`PAGE` rows from `offset`, oldest first."""
    read = _queue.build if wanted.typed else _queue
    return [QueueRow._make((*row, at)) for row in read(base, wanted, viewer, at, offset)]


@prepared
def _queue(
    base: Base, wanted: Constant[Filter], viewer: User, at: datetime, offset: Constant[int]
) -> QuerySet[Any, Any]:
    found = _chosen(base, wanted).order_by(*ORDER)[offset : offset + PAGE]
    return _rows(found, viewer, at).order_by(*ORDER)


def read_ahead(base: Base, wanted: Filter, *, viewer: User, at: datetime) -> None:
    """The first page of the queue with its counts, in one round trip."""
    if not wanted.typed:
        ahead(_counts.of(base, wanted), _queue.of(base, wanted, viewer, at, 0))


def around(base: Base, wanted: Filter, place: Place, *, viewer: User, at: datetime) -> list[QueueRow]:
    """The queue around a place: a few rows before it, then it and what follows. One query."""
    read = _around.build if wanted.typed else _around
    rows = read(base, wanted, *place, viewer, at)
    return sorted((QueueRow._make((*row, at)) for row in rows), key=lambda row: (row.received_at, row.version_id))


def asked_around(base: Base, wanted: Filter, place: Place, *, viewer: User, at: datetime) -> list[Question[Any]]:
    """What `around` is going to ask."""
    return [] if wanted.typed else [_around.of(base, wanted, *place, viewer, at)]


@prepared
def _around(
    base: Base, wanted: Constant[Filter], received_at: datetime, version_id: UUID, viewer: User, at: datetime
) -> QuerySet[Any, Any]:
    before, after = _split(base, wanted, Place(received_at, version_id))
    rows = _rows(before.order_by(*NEWEST_FIRST)[: PAGE // 4], viewer, at)
    return rows.union(_rows(after.order_by(*ORDER)[:PAGE], viewer, at), all=True)


def next_after(base: Base, wanted: Filter, place: Place) -> UUID | None:
    """The application after a place in the same list; from the beginning again when there is none after it."""
    if wanted.typed:
        after, first = _after.build(base, wanted, *place), _first.build(base, wanted, *place)
    else:
        after, first = together(_after.of(base, wanted, *place), _first.of(base, wanted, *place))
    return next(iter([*after, *first]), None)


@prepared
def _after(base: Base, wanted: Constant[Filter], received_at: datetime, version_id: UUID) -> QuerySet[Any, UUID]:
    _, after = _split(base, wanted, Place(received_at, version_id))
    return after.exclude(version=version_id).order_by(*ORDER).values_list("pk", flat=True)[:1]


@prepared
def _first(base: Base, wanted: Constant[Filter], received_at: datetime, version_id: UUID) -> QuerySet[Any, UUID]:
    before, _ = _split(base, wanted, Place(received_at, version_id))
    return before.order_by(*ORDER).values_list("pk", flat=True)[:1]


def _split(base: Base, wanted: Filter, place: Place) -> tuple[QuerySet[Application], QuerySet[Application]]:
    found, (at, version_id) = _chosen(base, wanted), place
    before = Q(version__received_at__lt=at) | Q(version__lt=version_id)
    after = Q(version__received_at__gt=at) | Q(version__gte=version_id)
    return found.filter(before, version__received_at__lte=at), found.filter(after, version__received_at__gte=at)


class Options(NamedTuple):
    """What can be filtered for: (code, name)."""

    specialties: list[tuple[str, str]]
    categories: list[tuple[str, str]]


def options(base: Base) -> Options:
    """Specialties of the base's plans, and person categories."""
    return Options(_specialties(base.pk), _categories())


@settled
def _specialties(base_id: UUID) -> list[tuple[str, str]]:
    lines = PlanLine.objects.filter(base=base_id).order_by("specialty").values_list("specialty", "specialty__name")
    return list(lines.distinct())


@settled
def _categories() -> list[tuple[str, str]]:
    return list(dict(PersonCategory.objects.order_by("position", "code").values_list("code", "name")).items())


def lookers(viewer: User, at: datetime) -> ArraySubquery:
    others = ReviewLease.objects.filter(application=OuterRef("pk"), until__gt=at).exclude(reviewer=viewer)
    return ArraySubquery(others.order_by("until").values("reviewer__name"))
