"""Reading a person's inbox. A person is named by the key of the account."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhupei.kernel.prepared import Constant, prepared
from zhupei.notifications.models import Notice

LATEST, PAGE = 4, 20


def visible_to(user: Any) -> QuerySet[Notice]:
    """One's own notices, newest first."""
    return Notice.objects.filter(recipient=user).order_by("-at", "-pk")


@prepared
def latest(person_id: UUID) -> QuerySet[Notice]:
    """The first of them, for a corner of another page."""
    return visible_to(person_id)[:LATEST]


@prepared
def listed(person_id: UUID, start: Constant[int]) -> QuerySet[Notice]:
    """A page of them, from `start` on."""
    return visible_to(person_id)[start : start + PAGE]


@prepared
def every(person_id: UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient=person_id)


@prepared
def unread(person_id: UUID) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient=person_id, read_at=None)
