"""现场审核: originals seen at the base, recorded as its own fact."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.applications import lock_queries, rules, states
from zhupei.applications.models import OnSiteCheck
from zhupei.audit import actions as audit
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


@locks.action
def check_on_site(
    *, application_id: UUID, version_id: UUID, passed: bool, note: str = "", actor: User, at: datetime
) -> OnSiteCheck:
    """Record what the originals have shown, for the version on the paper. Raises `Refused`."""
    application, roles = lock_queries.locked_for(application_id, actor)
    require(rules.deciding(roles, states.BASE))
    require(rules.on_site(application, version_id))
    require(rules.on_site_result(passed, note))
    audit.record(
        verb="application.on-site",
        actor=actor,
        role=states.BASE,
        at=at,
        object_type="application",
        object_id=application.pk,
        passed=passed,
    )
    return OnSiteCheck.objects.create(
        application=application, version_id=version_id, passed=passed, checker=actor, at=at, note=note.strip()
    )
