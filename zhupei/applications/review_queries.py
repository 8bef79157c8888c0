"""What the review desk of one base reads: its queue with counts and filters, one application, its files.

Nothing here finds a draft, a withdrawn application or one of another base.
"""

import re
from collections.abc import Iterator
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
from zhupei.kernel.prepared import Constant, ahead, prepared
from zhupei.kernel.settled import settled
from zhupei.pure import dates

PAGE = 25
ORDER = ("version__received_at", "version_id")
NEWEST_FIRST = ("-version__received_at", "-version_id")
NUMBER = re.compile(r"\d{4}-[A-Z]\d+-\d+(-\d+)?")


@dataclass(frozen=True)
class ReviewFilter:
    """Which applications of a base in a round; what is empty does not filter. `text`: a number, or how a name begins.

    `newest`: the latest come first.
    """

    state: str = ""
    specialty: str = ""
    category: str = ""
    again: bool = False
    text: str = ""
    newest: bool = False

    @property
    def order(self) -> tuple[str, str]:
        return NEWEST_FIRST if self.newest else ORDER

    @property
    def narrow(self) -> bool:
        """Whether more than the state is asked for."""
        return bool(self.specialty or self.category or self.again or self.text)

    @property
    def typed(self) -> bool:
        """Whether it holds words of which there are too many to keep a statement for each."""
        return bool(self.text or self.specialty or self.category)


class QueueRow(NamedTuple):
    """One line of the queue, seen `at`. `lookers`: other reviewers who have it open; `standing`: of the account,
    of which only `whole` brings the `person`.
    """

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
    person: User | None = None

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


def _narrowed(found: QuerySet[Application], base: Base, wanted: ReviewFilter) -> QuerySet[Application]:
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


def chosen(base: Base, round_id: UUID, wanted: ReviewFilter) -> QuerySet[Application]:
    """The applications that a filter chooses, in no order yet."""
    found = _narrowed(queries.at_bases([base.pk]).filter(round=round_id), base, wanted)
    return found.filter(state=wanted.state) if wanted.state else found


def counts(base: Base, wanted: ReviewFilter) -> dict[UUID, dict[str, int]]:
    """Round → state → how many, with every other condition of the filter.

    Counts by the application's own base, which is that of its version from the submission on.
    """
    found: dict[UUID, dict[str, int]] = {}
    for round_id, state, count in _counts.build(base, wanted) if wanted.typed else _counts(base, wanted):
        found.setdefault(round_id, {})[state] = count
    return found


@prepared
def _counts(base: Base, wanted: Constant[ReviewFilter]) -> QuerySet[Any, Any]:
    here = Application.objects.filter(base=base).exclude(state__in=states.ON_NO_DESK)
    return _narrowed(here, base, wanted).order_by().values_list("round_id", "state").annotate(Count("pk"))


def waiting(base: Base) -> int:
    """How many applications wait for a decision of this base."""
    return waiting_at.count(base)


@prepared
def waiting_at(base: Base) -> QuerySet[Application]:
    return Application.objects.filter(base=base, state=states.SUBMITTED)


def rows_of(found: QuerySet[Application], viewer: User, at: datetime) -> QuerySet:
    """The lines of a slice: names are looked up for these rows only, not for all those before them."""
    found = Application.objects.filter(pk__in=found.values("pk"))
    ranked = Preference.objects.filter(version=OuterRef("version")).order_by("rank")
    return found.annotate(
        specialties=ArraySubquery(ranked.values("plan__specialty__name")),
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


def queue(
    base: Base, round_id: UUID, wanted: ReviewFilter, *, viewer: User, at: datetime, offset: int = 0
) -> list[QueueRow]:
    """`PAGE` rows from `offset`, in the order of the filter."""
    read = _queue.build if wanted.typed else _queue
    return [QueueRow._make((*row, at, None)) for row in read(base, round_id, wanted, viewer, at, offset)]


@prepared
def _queue(
    base: Base, round_id: UUID, wanted: Constant[ReviewFilter], viewer: User, at: datetime, offset: Constant[int]
) -> QuerySet[Any, Any]:
    found = chosen(base, round_id, wanted).order_by(*wanted.order)[offset : offset + PAGE]
    return rows_of(found, viewer, at).order_by(*wanted.order)


def whole(base: Base, round_id: UUID, wanted: ReviewFilter, *, at: datetime) -> Iterator[QueueRow]:
    """Everything that is chosen, in the order of the filter, as it is when the first row is read."""
    ranked = Preference.objects.filter(version=OuterRef("version")).order_by("rank")
    found = chosen(base, round_id, wanted).select_related("version", "person").defer("version__snapshot")
    found = found.annotate(specialties=ArraySubquery(ranked.values("plan__specialty__name"))).order_by(*wanted.order)
    for each in found.iterator(chunk_size=500):
        sent, person = each.version, each.person
        assert sent is not None and each.number is not None
        about = (sent.received_at, sent.name, each.number, sent.ordinal, each.state, sent.category_name)
        yield QueueRow(each.pk, sent.pk, *about, person.standing, each.specialties, [], at, person)


def read_ahead(base: Base, round_id: UUID, wanted: ReviewFilter, *, viewer: User, at: datetime) -> None:
    """The first page of the queue with its counts, in one round trip."""
    if not wanted.typed:
        ahead(_counts.of(base, wanted), _queue.of(base, round_id, wanted, viewer, at, 0))


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
