"""Saying who is looking at what, so that two reviewers do not work on the same application."""

from datetime import datetime, timedelta
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.applications import lock_queries, rules, states
from zhupei.kernel import locks
from zhupei.kernel.prepared import RawStatement, together
from zhupei.kernel.refusals import require

LEASE = timedelta(minutes=10)

_LOOKS = RawStatement("""
    INSERT INTO applications_reviewlease (reviewer_id, application_id, until) VALUES (%s, %s, %s)
    ON CONFLICT (reviewer_id) DO UPDATE SET application_id = EXCLUDED.application_id, until = EXCLUDED.until
""")


@locks.action
def take_lease(*, application_id: UUID, actor: User, at: datetime) -> None:
    """From now on this reviewer is looking at this application, and at no other. Informs, forbids nothing.

    Raises `Refused` for who is no member of its base; what was written on the same way is undone then.
    """
    _, roles = together(
        _LOOKS.of(actor.pk, application_id, at + LEASE), lock_queries.roles_about.of(application_id, actor)
    )
    require(rules.deciding(roles, states.BASE))
