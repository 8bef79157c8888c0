"""作废: the account was a stranger's, so what he has submitted is nobody's application."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import queries as accounts
from zhupei.accounts import rules as account_rules
from zhupei.accounts.models import User
from zhupei.applications import lock_queries, states
from zhupei.applications.actions.moving import move
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


@locks.action
def void_all_of(*, person_id: UUID, motion_id: UUID, actor: User, at: datetime) -> int:
    """Everything that this account has submitted, in whatever state; returns how many applications.

    Approved ones, too: the approval was of papers that were not the owner's. They leave the desks of their bases and
    every count; the versions and files stay as evidence. Drafts belong to no desk and stay as they are.

    Raises `Refused`.
    """
    found = [each for each in lock_queries.hold_all_of(person_id) if each.state not in states.ON_NO_DESK]
    require(account_rules.at_support(accounts.posts(actor)))
    for application in found:
        application.correction_until = None
        version_id = application.version_id
        move(application, "void", role=states.SUPPORT, actor=actor, at=at, version_id=version_id, motion=motion_id)
    return len(found)
