"""The one place where an application changes its state."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zhupei.applications import states
from zhupei.applications.models import Application, Review, Transition
from zhupei.audit import actions as audit
from zhupei.kernel import writes

# What a move and the rules before it may set; all other columns stay as they are.
MOVED = ("state", "changed_at", "number", "version", "correction_until", "revision")


def move(
    application: Application,
    verb: str,
    *,
    role: str,
    actor: Any,
    at: datetime,
    version_id: UUID | None,
    review: Review | None = None,
    **detail: Any,
) -> Transition:
    """Move a locked application by the table, and write transition and audit event beside it.

    Raises `Refused` for a pair that is not in the table. Caller has checked the rules and set other columns.
    """
    source = application.state
    application.state = states.MOVES.target(source, verb, role)
    application.changed_at = at
    writes.update(application, MOVED)
    event = audit.record(
        verb=f"application.{verb}",
        actor=actor,
        role=role,
        at=at,
        object_type="application",
        object_id=application.pk,
        source=source,
        target=application.state,
        version=version_id,
        **detail,
    )
    return writes.insert(
        Transition(
            application=application,
            source=source,
            verb=verb,
            role=role,
            target=application.state,
            actor=actor,
            at=at,
            version_id=version_id,
            review=review,
            event=event,
        )
    )
