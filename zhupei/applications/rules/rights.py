"""Whose application it is and who decides about it, asked after the lock by every action (domain section 6).

An applicant moves his own. A base decides about what was submitted to it, whoever holds a role there at that moment:
`roles` are what the person holds there, in force and confirmed, read behind the lock (`lock_queries.roles_about`).
"""

from collections.abc import Collection

from zhupei.accounts import rules as accounts
from zhupei.accounts.models import User
from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.bases.models import Membership
from zhupei.kernel.refusals import Refusal

# Who acts in which role of the table of moves.
HOLDERS = {
    states.BASE: (Membership.Role.REVIEWER, Membership.Role.ADMINISTRATOR),
    states.ADMINISTRATOR: (Membership.Role.ADMINISTRATOR,),
}

NOT_OWN = Refusal("application:not-own", "这不是您本人的报名，没有执行。")
NOT_OF_THE_BASE = Refusal(
    "review:forbidden",
    "您现在不是这份报名所报基地的审核人员，没有执行。",
    remedy="角色如有变动，请联系基地管理员。",
)
NOT_ADMINISTRATOR = Refusal("review:administrator", "只有所报基地的基地管理员可以办理，没有执行。")
NOT_ON_THE_DESK = Refusal("review:gone", "这份报名现在不在基地的审核范围内，没有执行。")


def own(application: Application, actor: User) -> Refusal | None:
    """`application.person` is the account as it stands behind the lock."""
    return NOT_OWN if application.person_id != actor.pk else accounts.applicant(application.person)


def deciding(roles: Collection[str], role: str) -> Refusal | None:
    """`role`: that of the table of moves in which somebody acts, `states.BASE` or `states.ADMINISTRATOR`."""
    if any(held in HOLDERS[role] for held in roles):
        return None
    return NOT_ADMINISTRATOR if roles and role == states.ADMINISTRATOR else NOT_OF_THE_BASE


def on_the_desk(application: Application) -> Refusal | None:
    """What was withdrawn or declared void is shown to no base any more."""
    return NOT_ON_THE_DESK if application.version_id is None or application.state in states.ON_NO_DESK else None
