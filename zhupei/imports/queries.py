"""Finding imports, always within what a person may see: the kinds that he may import."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts.models import User
from zhupei.imports import kinds, states
from zhupei.imports.examining import ImportReport
from zhupei.imports.models import Import
from zhupei.kernel.crypto import vault


def visible_to(user: User) -> QuerySet[Import]:
    """Every import of the kinds that this person may import, whoever has uploaded it."""
    names = [kind.name for kind in kinds.known() if kind.may(user)]
    return Import.objects.filter(kind__in=names).select_related("uploaded_by", "confirmed_by")


def latest(user: User, kind: str, limit: int) -> QuerySet[Import]:
    """Of one kind, the newest first."""
    return visible_to(user).filter(kind=kind).order_by("-uploaded_at", "pk")[:limit]


def same_file(found: Import) -> Import | None:
    """The last import of the same bytes for the same subject that came to its end."""
    same = Import.objects.filter(kind=found.kind, subject=found.subject, digest=found.digest, state=states.COMMITTED)
    return same.exclude(pk=found.pk).select_related("confirmed_by").order_by("-ended_at").first()


def open_with(kind: str, subject: str, digest: str) -> Import | None:
    """An import of the same bytes that is not over."""
    same = Import.objects.filter(kind=kind, subject=subject, digest=digest, state__in=states.OPEN)
    return same.select_related("uploaded_by").first()


def locked(import_id: UUID) -> Import:
    """The row, locked until the end of the transaction. Every move begins here.

    Who has confirmed it is not read along: whoever waited for the lock would get the row as it is and that person as
    he was, nobody.
    """
    return Import.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=import_id)


def report(found: Import) -> ImportReport | None:
    """What the check has found; None before it has, and when it is not kept any more (or discarded this moment)."""
    data = _kept(found.report_key)
    return ImportReport.from_kept(data) if data is not None else None


def marked(found: Import) -> bytes | None:
    """His own workbook with the faults marked; None when there is none, or none any more."""
    return _kept(found.marked_key)


def _kept(key: str) -> bytes | None:
    try:
        return vault.get(key) if key else None
    except FileNotFoundError:
        return None


def forgotten(before: datetime) -> QuerySet[Import]:
    """Waiting for a job since before then."""
    return Import.objects.filter(state__in=states.RUNNING, changed_at__lt=before)


def overdue(at: datetime) -> QuerySet[Import]:
    """Kept long enough, but for those whose commit is running."""
    return Import.objects.filter(keep_until__lte=at).exclude(file_key="").exclude(state=states.CONFIRMED)


LATE = timedelta(minutes=2)
