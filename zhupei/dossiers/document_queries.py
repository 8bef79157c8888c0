"""Finding single documents: the owner's files, uploads that wait to be checked or read, papers that look alike."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Func, IntegerField, Q, QuerySet
from django.db.models.functions import Cast

from zhupei.accounts.models import User
from zhupei.dossiers.models import Document, Dossier
from zhupei.kernel.prepared import RawStatement, prepared
from zhupei.pure.scans.likeness import COARSE_NEAR, Likeness

MOST_CANDIDATES, MOST_ALIKE = 500, 3
ACCEPTED, RECEIVED = Document.State.ACCEPTED, Document.State.RECEIVED
_UPLOADS = RawStatement(
    "SELECT count(*) FILTER (WHERE uploaded_at > %s), max(uploaded_at) FROM dossiers_document WHERE dossier_id = %s"
)


def visible_to(user: User) -> QuerySet[Document]:
    """Files of the person's own dossier that a decoder has made, replaced ones, refused portraits and their repairs
    included. Nobody enters another's through this door.
    """
    if not user.is_authenticated or not user.is_applicant:
        return Document.objects.none()
    shown = Q(state__in=[ACCEPTED, Document.State.OFFERED]) | Q(offer__isnull=False)
    return Document.objects.filter(shown, dossier__person=user)


class Uploads(NamedTuple):
    """What a dossier has received: how many since a moment, and when the last one came."""

    recent: int
    last: datetime | None


def uploads(dossier: Dossier, since: datetime) -> Uploads:
    return Uploads(*_UPLOADS(since, dossier.pk)[0])


def own_card(person: User) -> Document | None:
    """The front of the identity card in force."""
    return card_of.first(person)


@prepared
def card_of(person: User) -> QuerySet[Document]:
    own = Document.objects.filter(dossier__person=person)
    return own.filter(slot=Document.Kind.ID_FRONT, state=ACCEPTED, replaced_at=None)


def unchecked(document_id: str | UUID) -> Document | None:
    """The upload that waits for its check, with its owner; None when somebody has been quicker."""
    return Document.objects.filter(pk=document_id, state=RECEIVED).select_related("dossier__person").first()


def forgotten_checks(before: datetime) -> list[tuple[UUID, UUID]]:
    """(document, dossier) of uploads that have waited since `before`, oldest first."""
    waiting = Document.objects.filter(state=RECEIVED, uploaded_at__lt=before).order_by("uploaded_at", "pk")
    return list(waiting.values_list("pk", "dossier_id"))


def unread(document_id: str | UUID) -> Document | None:
    """The document in force whose words are still to be read, with its owner."""
    return _unread().filter(pk=document_id).select_related("dossier__person").first()


def forgotten_readings(before: datetime) -> list[UUID]:
    """Documents in force that have waited since `before` to be read, oldest first, not too many at once."""
    waiting = _unread().filter(checked_at__lt=before).order_by("checked_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:MOST_CANDIDATES])


def alike(document: Document, likeness: Likeness) -> list[Document]:
    """Documents of the same kind that other people have handed in, in any year, and that look like this one: of each
    person the latest, whoever's is nearest first.
    """
    coarse = Func(
        F("likeness_coarse"), likeness.coarse, template="bit_count((%(expressions)s)::bit(64))", arg_joiner=" # "
    )
    others = (
        Document.objects.filter(kind=document.kind, state=ACCEPTED, likeness_coarse__isnull=False)
        .exclude(dossier=document.dossier_id)
        .annotate(differing=Cast(coarse, IntegerField()))
        .filter(differing__lte=COARSE_NEAR)
        .select_related("dossier__person")
        .order_by("differing", "uploaded_at")
    )
    latest: dict[UUID, Document] = {}
    for each in others[:MOST_CANDIDATES]:
        if likeness.alike(_likeness(each)):
            before = latest.get(each.dossier_id)
            latest[each.dossier_id] = max(before, each, key=_uploaded) if before else each
    return list(latest.values())[:MOST_ALIKE]


def _unread() -> QuerySet[Document]:
    return Document.objects.filter(state=ACCEPTED, read_at=None, replaced_at=None).exclude(kind=Document.Kind.PORTRAIT)


def _uploaded(document: Document) -> datetime:
    return document.uploaded_at


def _likeness(document: Document) -> Likeness:
    return Likeness(document.likeness_coarse or 0, bytes(document.likeness_fine or b""))
