"""资格审核: a decision is a row about exactly the version that the reviewer has seen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from zhupei.accounts import rules as account_rules
from zhupei.accounts.models import User
from zhupei.applications import lock_queries, notices, rules, states
from zhupei.applications.actions.moving import move
from zhupei.applications.models import Application, Review, ReviewItem
from zhupei.cycles.models import Stage
from zhupei.kernel import locks, writes
from zhupei.kernel.refusals import require

Items = Sequence[tuple[str, str, str]]


@locks.action
def return_for_correction(
    *, application_id: UUID, version_id: UUID, items: Items, reason: str = "", actor: User, at: datetime
) -> Review:
    """退回补正 with (item, title, reason) per thing to correct; starts the correction time."""
    application = _on_the_desk(application_id, actor, states.BASE)
    review_window = lock_queries.held_window(application.round, Stage.Kind.REVIEW)
    require(rules.review(application, version_id, "return", states.BASE, review_window, at))
    require(rules.returning(items))
    require(rules.too_long(reason))
    registration = lock_queries.held_window(application.round, Stage.Kind.REGISTRATION)
    application.correction_until = rules.correction_deadline(registration, application.round.correction_grace, at)
    return _decide(application, Review.Verdict.RETURN, states.BASE, actor, at, reason, items)


@locks.action
def approve(*, application_id: UUID, version_id: UUID, actor: User, at: datetime) -> Review:
    """审核通过: after that the applicant cannot withdraw."""
    application = _on_the_desk(application_id, actor, states.BASE)
    window = lock_queries.held_window(application.round, Stage.Kind.REVIEW)
    require(rules.review(application, version_id, "approve", states.BASE, window, at))
    application.correction_until = None
    return _decide(application, Review.Verdict.APPROVE, states.BASE, actor, at)


@locks.action
def reject(*, application_id: UUID, version_id: UUID, reason: str, actor: User, at: datetime) -> Review:
    """审核不通过, with a reason that the applicant sees."""
    application = _on_the_desk(application_id, actor, states.BASE)
    window = lock_queries.held_window(application.round, Stage.Kind.REVIEW)
    require(rules.review(application, version_id, "reject", states.BASE, window, at))
    require(rules.reasoned(reason))
    return _decide(application, Review.Verdict.REJECT, states.BASE, actor, at, reason)


@locks.action
def revoke(*, application_id: UUID, version_id: UUID, reason: str, actor: User, at: datetime) -> Review:
    """撤销通过, by the base administrator, before the exam."""
    application = _on_the_desk(application_id, actor, states.ADMINISTRATOR)
    require(rules.revocation(application, version_id, lock_queries.held_window(application.round, Stage.Kind.EXAM), at))
    require(rules.reasoned(reason))
    return _decide(application, Review.Verdict.REVOKE, states.ADMINISTRATOR, actor, at, reason)


@locks.action
def lapse(*, application_id: UUID, at: datetime) -> Application:
    """Correction time over: the clock's own move. Too early or a second time it changes nothing."""
    application = lock_queries.locked(application_id)
    window = lock_queries.held_window(application.round, Stage.Kind.REGISTRATION)
    frozen = account_rules.undisturbed(application.person.standing)
    if frozen is not None or rules.lapse(application, window, at) is not None:
        return application
    move(application, "lapse", role=states.CLOCK, actor=None, at=at, version_id=application.version_id)
    notices.lapsed(application, at)
    return application


def _on_the_desk(application_id: UUID, actor: User, role: str) -> Application:
    """Locked, of a base where `actor` acts in this role, and of an account about which decisions may be made now."""
    application, roles = lock_queries.locked_for(application_id, actor)
    require(rules.deciding(roles, role))
    require(account_rules.undisturbed(application.person.standing))
    return application


def _decide(
    application: Application,
    verdict: Review.Verdict,
    role: str,
    actor: User,
    at: datetime,
    reason: str = "",
    items: Items = (),
) -> Review:
    assert application.version_id is not None
    review = writes.insert(
        Review(
            application=application,
            version_id=application.version_id,
            verdict=verdict,
            reviewer=actor,
            at=at,
            reason=reason.strip(),
        )
    )
    writes.insert_all(
        [ReviewItem(review=review, item=item, title=title, reason=why.strip()) for item, title, why in items]
    )
    move(application, verdict, role=role, actor=actor, at=at, version_id=application.version_id, review=review)
    notices.reviewed(application, review, at)
    return review
