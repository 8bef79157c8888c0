"""Looking up an account: counted before it is done, and on the record whatever it finds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from zhupei.accounts import queries as accounts
from zhupei.accounts import rules as account_rules
from zhupei.accounts import states, throttles
from zhupei.accounts.models import Post, User
from zhupei.approvals import rules as approvals
from zhupei.audit.actions import record
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refused
from zhupei.support import queries, rules


@locks.action
def look_up(*, words: str, actor: User, at: datetime) -> Sequence[User]:
    """At most `queries.MOST` accounts. The trail keeps the kind and whom it found, never what was typed.

    Raises `Refused` (`look-up:limit`, `look-up:unreadable`).
    """
    _count(actor, Post.Role.SUPPORT, rules.LOOK_UPS)
    return _found("support.look-up", words, actor=actor, role=states.SUPPORT, at=at)


@locks.action
def trace(*, words: str, actor: User, at: datetime) -> Sequence[User]:
    """The same for the audit administrator, who wants to know whose acts he reads: he gets no more than their ids.

    Raises `Refused` as `look_up` does.
    """
    _count(actor, Post.Role.AUDIT, rules.TRACES)
    return _found("trail.look-up", words, actor=actor, role=Post.Role.AUDIT, at=at)


def _found(verb: str, words: str, *, actor: User, role: str, at: datetime) -> Sequence[User]:
    typed = queries.understood(words, account_rules.day(at))
    if typed is None:
        raise Refused(rules.UNREADABLE)
    found = list(typed.people[: queries.MOST])
    ids = [str(person.pk) for person in found]
    record(
        verb=verb,
        actor=actor,
        role=role,
        at=at,
        object_type="account",
        object_id=ids[0] if len(ids) == 1 else f"{len(ids)} accounts",
        kind=typed.kind,
        found=ids,
    )
    return found


@locks.action
def open_account(*, user_id: UUID, actor: User, at: datetime) -> User | None:
    """The page of one account, with what the desk may know of it; None for a stranger's id. On the record, too."""
    if Post.Role.SUPPORT not in accounts.posts(actor):
        raise Refused(approvals.FORBIDDEN)
    person = queries.applicant(user_id)
    if person is not None:
        record(verb="support.open", actor=actor, role=states.SUPPORT, at=at, object_type="account", object_id=person.pk)
    return person


def _count(actor: User, office: str, limit: throttles.CountingWindow) -> None:
    if office not in accounts.posts(actor):
        raise Refused(approvals.FORBIDDEN)
    try:
        throttles.count(limit, str(actor.pk))
    except Refused as refused:
        raise Refused(rules.TOO_MANY) from refused
