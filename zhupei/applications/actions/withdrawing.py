"""取消报名 while registration is open, 放弃报名 after it."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts.actions import codes
from zhupei.accounts.models import User
from zhupei.applications import lock_queries, notices, rules, states
from zhupei.applications.actions.moving import move
from zhupei.applications.models import Application
from zhupei.cycles.models import Stage
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


@locks.action
def withdraw(*, application_id: UUID, code_id: UUID, actor: User, at: datetime) -> Application:
    """Back to a draft with the same choices; the submitted version stays as a fact but is no longer in force.

    A second click finds a draft and is refused by the table. Raises `Refused`.
    """
    application = lock_queries.locked(application_id)
    require(rules.own(application, actor))
    window = lock_queries.held_window(application.round, Stage.Kind.REGISTRATION)
    require(rules.withdrawal(application, window, at))
    codes.consume(code_id=code_id, purpose="withdraw", user=actor, at=at)
    version_id, application.version_id, application.correction_until = application.version_id, None, None
    application.revision += 1
    move(application, "withdraw", role=states.APPLICANT, actor=actor, at=at, version_id=version_id)
    notices.withdrawn(application, at)
    return application


@locks.action
def give_up(*, application_id: UUID, typed: str, code_id: UUID, actor: User, at: datetime) -> Application:
    """Final in this round. Raises `Refused`."""
    application = lock_queries.locked(application_id)
    require(rules.own(application, actor))
    window = lock_queries.held_window(application.round, Stage.Kind.REGISTRATION)
    require(rules.giving_up(application, window, at) or rules.confirmed(typed))
    codes.consume(code_id=code_id, purpose="give-up", user=actor, at=at)
    move(application, "give-up", role=states.APPLICANT, actor=actor, at=at, version_id=application.version_id)
    notices.given_up(application, at)
    return application
