"""Finding exports: everybody's own, and nobody else's."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from zhupei.accounts.models import Reveal, User
from zhupei.kernel.prepared import prepared
from zhupei.reports.models import Export

LIFE = timedelta(hours=24)


@prepared
def own(owner: User, desk: str, export_id: UUID) -> QuerySet[Export]:
    """One export of this person, of a list at this place; a colleague's and a stranger's are not found."""
    return Export.objects.filter(owner=owner, desk=desk, pk=export_id)


@prepared
def recent(owner: User, desk: str, since: datetime) -> QuerySet[Export]:
    """What this person has asked for since then, the latest first."""
    return Export.objects.filter(owner=owner, desk=desk, asked_at__gte=since).order_by("-asked_at", "pk")


def of_token(owner: User, token: UUID) -> Export | None:
    return Export.objects.filter(owner=owner, token=token).first()


def waiting(owner: User) -> int:
    """How many of this person's exports have still to be made."""
    return Export.objects.filter(owner=owner, made_at=None, refusal="").count()


def held(export_id: UUID) -> Export:
    """The row, locked until the end of the transaction. Raises Export.DoesNotExist."""
    return Export.objects.select_for_update().get(pk=export_id)


def over(at: datetime) -> QuerySet[Any, UUID]:
    """Exports whose time is over and whose file is still there."""
    return Export.objects.filter(made_at__lte=at - LIFE, gone_at=None).values_list("pk", flat=True)


def late(at: datetime) -> QuerySet[Export]:
    """Exports that a job should have made by now."""
    return Export.objects.filter(made_at=None, refusal="", asked_at__lt=at)


def revealed(actor: User, since: datetime) -> int:
    """How many values this person has had shown in full since then."""
    return Reveal.objects.filter(actor=actor, at__gte=since).aggregate(n=Count("pk"))["n"]
