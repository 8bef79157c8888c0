"""现场审核: originals seen at the base, recorded as its own fact."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import rules as account_rules
from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import OnSiteCheck
from zhupei.audit import actions as audit
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refusal, Refused, require


@locks.action
def check_on_site(
    *, application_id: UUID, version_id: UUID, passed: bool, note: str = "", actor: User, at: datetime
) -> OnSiteCheck:
    """The paper must show the version in force, and the application must be approved."""
    application = queries.locked(application_id)
    require(account_rules.undisturbed(application.person.standing))
    if application.state != states.APPROVED:
        raise Refused(Refusal("onsite:state", "审核通过后才能登记现场审核结果。"))
    if application.version_id != version_id:
        raise Refused(Refusal("onsite:version", "这份报名表不是当前有效的版本，请学员重新打印。"))
    if not passed and not note.strip():
        raise Refused(Refusal("onsite:note", "现场审核不通过时请写明原因。", field="note"))
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
