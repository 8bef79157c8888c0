"""Reading a person's inbox."""

from typing import Any

from django.db.models import QuerySet

from zhupei.notifications.models import Notice


def visible_to(user: Any) -> QuerySet[Notice]:
    """One's own notices, newest first."""
    return Notice.objects.filter(recipient=user).order_by("-at", "-pk")


def unread(user: Any) -> int:
    return Notice.objects.filter(recipient=user, read_at=None).count()
