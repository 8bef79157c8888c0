"""Showing a masked number in full: once, with a reason, recorded, and only so often a day (quality.md, Data)."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts.models import Reveal, User
from zhupei.applications import lock_queries, rules, snapshot, states
from zhupei.audit import actions as audit
from zhupei.dossiers.snapshot import text
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


@locks.action
def reveal(*, application_id: UUID, what: str, reason: str, actor: User, at: datetime) -> str:
    """The plain value of the field `what` in the version in force. Raises `Refused`.

    One after another for each person, so that the limit holds for a hundred clicks at once, too.
    """
    locks.hold(f"reveal:{actor.pk}")
    used = Reveal.objects.filter(actor=actor, at__gte=rules.day_began(at)).count()
    application, roles = lock_queries.locked_for(application_id, actor)
    require(rules.deciding(roles, states.BASE) or rules.on_the_desk(application))
    require(rules.revealing(what, reason, used))
    assert application.version is not None
    Reveal.objects.create(actor=actor, person=application.person, what=what, reason=reason.strip(), at=at)
    audit.record(
        verb="application.reveal",
        actor=actor,
        role=states.BASE,
        at=at,
        object_type="application",
        object_id=application.pk,
        what=what,
        version=application.version.pk,
    )
    sections = snapshot.read(application.version)["dossier"]["sections"]
    return next(filter(None, (text(section["fields"], what) for section in sections)), "")
