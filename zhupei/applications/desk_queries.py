"""What the review desk of one base reads of one application: the version in force, decisions, stages, files.

Nothing here finds a draft, a withdrawn application or one of another base.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import Application, Review, ReviewItem, Version, VersionDocument
from zhupei.applications.review_queries import lookers
from zhupei.bases.models import Base
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Stage
from zhupei.dossiers.models import Document
from zhupei.kernel.prepared import Question, prepared


class PastDecision(NamedTuple):
    """A past decision with its (item, title, reason) and the version that was judged."""

    review: Review
    items: list[dict[str, str]]


def find(base: Base, application_id: UUID, *, viewer: User, at: datetime) -> Application | None:
    """With version, person, round and `lookers` (other reviewers who have it open); None is a stranger's answer."""
    return on_desk.first(base, application_id, viewer, at)


@prepared
def on_desk(base: Base, application_id: UUID, viewer: User, at: datetime) -> QuerySet[Application]:
    found = queries.at_bases([base.pk]).select_related("version", "person", "round__cycle")
    return found.filter(pk=application_id).annotate(lookers=lookers(viewer, at))


def find_version(base: Base, application_id: UUID) -> Application | None:
    """With the version in force only: for its files."""
    return _with_version.first(base, application_id)


@prepared
def _with_version(base: Base, application_id: UUID) -> QuerySet[Application]:
    return queries.at_bases([base.pk]).select_related("version").filter(pk=application_id)


def was_seen_here(base: Base, application_id: UUID, version_id: UUID) -> bool:
    """Whether this version was once submitted to this base: then it may be told that it was withdrawn."""
    return Version.objects.filter(pk=version_id, application=application_id, base=base).exists()


def is_void_here(base: Base, application_id: UUID) -> bool:
    """Whether this was submitted to this base and is void now: it may be told so, and sees nothing else of it."""
    return Application.objects.filter(pk=application_id, state=states.VOID, version__base=base).exists()


def decisions(application: Application, base: Base) -> list[PastDecision]:
    """This base's decisions, newest first, with the versions they were about. One query."""
    return [PastDecision(review, review.points) for review in decided(application.pk, base)]


@prepared
def decided(application_id: UUID, base: Base) -> QuerySet[Any, Any]:
    items = ReviewItem.objects.filter(review=OuterRef("pk")).order_by("pk")
    return (
        Review.objects.filter(application=application_id, version__base=base)
        .select_related("version", "reviewer")
        .annotate(points=ArraySubquery(items.values(point=JSONObject(item="item", title="title", reason="reason"))))
        .order_by("-at", "-pk")
    )


def stages(application: Application) -> dict[str, Stage]:
    """The stages that decide about reviewing, by kind."""
    kinds = (Stage.Kind.REVIEW, Stage.Kind.EXAM)
    own = (stage for stage in cycles.stages() if stage.round_id == application.round_id)
    return {stage.kind: stage for stage in own if stage.kind in kinds}


def files(application: Application, base: Base, wanted: list[str], slots: list[str]) -> Question[list[Document]]:
    """The files `wanted` of versions submitted to this base, and 后补材料: what was accepted after the submission in
    `slots`, those of rows with a pending certificate. One query.
    """
    assert application.version is not None
    ids = [UUID(each) for each in wanted]
    return _files.of(application.pk, base, ids, slots, application.person_id, application.version.received_at)


@prepared
def _files(
    application_id: UUID, base: Base, wanted: list[UUID], slots: list[str], person_id: UUID, received_at: datetime
) -> QuerySet[Document]:
    own = Q(pk__in=_submitted(application_id, base), pk__among=wanted)
    supplied = _supplied(slots, person_id, received_at)
    return Document.objects.filter(own | supplied).order_by("uploaded_at")


def file(application: Application, base: Base, document_id: UUID, slots: list[str]) -> Document | None:
    """One file that this base may see, or None; with a repaired portrait also what it was made from."""
    assert application.version is not None
    received_at = application.version.received_at
    return _file.first(application.pk, base, document_id, slots, application.person_id, received_at)


@prepared
def _file(
    application_id: UUID, base: Base, document_id: UUID, slots: list[str], person_id: UUID, received_at: datetime
) -> QuerySet[Document]:
    submitted = _submitted(application_id, base)
    seen = Q(pk__in=submitted) | Q(offer__in=submitted) | _supplied(slots, person_id, received_at)
    return Document.objects.filter(seen, pk=document_id)


def _submitted(application_id: UUID, base: Base) -> QuerySet:
    return VersionDocument.objects.filter(version__application=application_id, version__base=base).values("document")


def _supplied(slots: list[str], person_id: UUID, received_at: datetime) -> Q:
    return Q(
        dossier__person=person_id,
        slot__among=slots,
        state=Document.State.ACCEPTED,
        replaced_at=None,
        checked_at__gt=received_at,
    )
