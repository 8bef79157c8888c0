"""Saying who is looking at what, so that two reviewers do not work on the same application."""

from datetime import datetime, timedelta
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.applications.models import ReviewLease
from zhupei.kernel import locks

LEASE = timedelta(minutes=10)


@locks.action
def look(*, application_id: UUID, actor: User, at: datetime) -> None:
    """From now on this reviewer is looking at this application, and at no other. Informs, forbids nothing."""
    ReviewLease.objects.bulk_create(
        [ReviewLease(reviewer=actor, application_id=application_id, until=at + LEASE)],
        update_conflicts=True,
        unique_fields=["reviewer"],
        update_fields=["application", "until"],
    )
