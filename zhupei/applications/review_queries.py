"""What the review desk of one base reads: its queue with counts and filters, one application, its files.

Nothing here finds a draft, a withdrawn application or one of another base.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from zhupei.accounts import states as account_states
from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import (
    Application,
    Preference,
    Review,
    ReviewItem,
    ReviewLease,
    Version,
    VersionDocument,
)
from zhupei.bases.models import Base
from zhupei.cycles.models import PersonCategory, PlanLine, Stage
from zhupei.dossiers.models import Document

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
        seconds = int((self.at - self.received_at).total_seconds())
        for length, unit in ((86_400, "天"), (3600, "小时"), (60, "分钟")):
            if seconds >= length:
                return f"{seconds // length} {unit}前"
        return "刚刚"

    @property
    def state_label(self) -> str:
        return states.MOVES.label(self.state)


class Place(NamedTuple):
    """Where an application stands in the queue: oldest first."""

    received_at: datetime
    version_id: UUID


class Decision(NamedTuple):
    """A past decision with its (item, title, reason) and the version that was judged."""

    review: Review
    items: list[dict[str, str]]


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
    here = Application.objects.filter(base=base).exclude(state__in=states.ON_NO_DESK)
    return dict(_narrowed(here, base, wanted).order_by().values_list("state").annotate(Count("pk")))


def waiting(base: Base) -> int:
    """How many applications wait for a decision of this base."""
    return Application.objects.filter(base=base, state=states.SUBMITTED).count()


def _rows(found: QuerySet[Application], viewer: User, at: datetime) -> QuerySet:
    """The lines of a slice: names are looked up for these rows only, not for all those before them."""
    found = Application.objects.filter(pk__in=found.values("pk"))
    chosen = Preference.objects.filter(version=OuterRef("version")).order_by("rank")
    return found.annotate(
        specialties=ArraySubquery(chosen.values("plan__specialty__name")),
        lookers=_lookers(viewer, at),
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
    found = _chosen(base, wanted).order_by(*ORDER)[offset : offset + PAGE]
    return [QueueRow._make((*row, at)) for row in _rows(found, viewer, at).order_by(*ORDER)]


def around(base: Base, wanted: Filter, place: Place, *, viewer: User, at: datetime) -> list[QueueRow]:
    """The queue around a place: a few rows before it, then it and what follows. One query."""
    before, after = _split(base, wanted, place)
    rows = _rows(before.order_by(*NEWEST_FIRST)[: PAGE // 4], viewer, at)
    rows = rows.union(_rows(after.order_by(*ORDER)[:PAGE], viewer, at), all=True)
    return sorted((QueueRow._make((*row, at)) for row in rows), key=lambda row: (row.received_at, row.version_id))


def next_after(base: Base, wanted: Filter, place: Place) -> UUID | None:
    """The application after a place in the same list; from the beginning again when there is none after it."""
    before, after = _split(base, wanted, place)
    for found in (after.exclude(version=place.version_id), before):
        if following := found.order_by(*ORDER).values_list("pk", flat=True).first():
            return following
    return None


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
    """Specialties of the base's plans, and person categories. Two queries."""
    lines = PlanLine.objects.filter(base=base).order_by("specialty").values_list("specialty", "specialty__name")
    categories = PersonCategory.objects.order_by("position", "code").values_list("code", "name")
    return Options(list(lines.distinct()), list(dict(categories).items()))


def find(base: Base, application_id: UUID, *, viewer: User, at: datetime) -> Application | None:
    """With version, person, round and `lookers` (other reviewers who have it open); None is a stranger's answer."""
    found = queries.at_bases([base.pk]).select_related("version", "person", "round__cycle")
    return found.filter(pk=application_id).annotate(lookers=_lookers(viewer, at)).first()


def find_version(base: Base, application_id: UUID) -> Application | None:
    """With the version in force only: for its files."""
    return queries.at_bases([base.pk]).select_related("version").filter(pk=application_id).first()


def _lookers(viewer: User, at: datetime) -> ArraySubquery:
    others = ReviewLease.objects.filter(application=OuterRef("pk"), until__gt=at).exclude(reviewer=viewer)
    return ArraySubquery(others.order_by("until").values("reviewer__name"))


def was_seen_here(base: Base, application_id: UUID, version_id: UUID) -> bool:
    """Whether this version was once submitted to this base: then it may be told that it was withdrawn."""
    return Version.objects.filter(pk=version_id, application=application_id, base=base).exists()


def is_void_here(base: Base, application_id: UUID) -> bool:
    """Whether this was submitted to this base and is void now: it may be told so, and sees nothing else of it."""
    return Application.objects.filter(pk=application_id, state=states.VOID, version__base=base).exists()


def decisions(application: Application, base: Base) -> list[Decision]:
    """This base's decisions, newest first, with the versions they were about. One query."""
    items = ReviewItem.objects.filter(review=OuterRef("pk")).order_by("pk")
    found = (
        Review.objects.filter(application=application, version__base=base)
        .select_related("version", "reviewer")
        .annotate(points=ArraySubquery(items.values(point=JSONObject(item="item", title="title", reason="reason"))))
        .order_by("-at", "-pk")
    )
    return [Decision(review, review.points) for review in found]


def stages(application: Application) -> dict[str, Stage]:
    """The stages that decide about reviewing, by kind."""
    kinds = (Stage.Kind.REVIEW, Stage.Kind.EXAM)
    return {stage.kind: stage for stage in Stage.objects.filter(round=application.round_id, kind__in=kinds)}


def files(application: Application, base: Base, wanted: list[str], slots: list[str]) -> list[Document]:
    """The files `wanted` of versions submitted to this base, and 后补材料: what was accepted after the submission in
    `slots`, those of rows with a pending certificate. One query.
    """
    own = Q(pk__in=_submitted(application, base), id__in=wanted)
    return list(Document.objects.filter(own | _supplied(application, slots)).order_by("uploaded_at"))


def file(application: Application, base: Base, document_id: UUID, slots: list[str]) -> Document | None:
    """One file that this base may see, or None; with a repaired portrait also what it was made from."""
    own = Q(pk__in=_submitted(application, base)) | Q(offer__in=_submitted(application, base))
    return Document.objects.filter(own | _supplied(application, slots), pk=document_id).first()


def _submitted(application: Application, base: Base) -> QuerySet:
    return VersionDocument.objects.filter(version__application=application, version__base=base).values("document")


def _supplied(application: Application, slots: list[str]) -> Q:
    assert application.version is not None
    return Q(
        dossier__person=application.person_id,
        slot__in=slots,
        state=Document.State.ACCEPTED,
        replaced_at=None,
        checked_at__gt=application.version.received_at,
    )
