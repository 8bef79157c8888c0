"""Offices and roles at bases from acceptance to end: pending, confirmed by another person or refused, ended.

Everything that gives, confirms or takes a role waits for one lock: what is decided about one person depends on who
holds what elsewhere. Who holds one of the three offices (三权分立) is told of every change among them.
"""

from datetime import datetime
from typing import Any

from zhupei.accounts import office_notices, office_queries, queries, rules
from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import Post, User
from zhupei.accounts.office_queries import Claim
from zhupei.audit.actions import record
from zhupei.audit.verbs import INSTALLATION, MACHINE
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


def hold() -> None:
    """One change of roles at a time, until the end of the transaction."""
    locks.hold("roles")


def keep_apart(claim: Claim, at: datetime) -> None:
    """Raises `Refused` when this role would put two offices into one hand. Call it under `hold`."""
    require(rules.separate(claim, office_queries.claims_beside(claim, at)))


def keep_apart_with(user: User, phone: str, at: datetime) -> None:
    """Raises `Refused` when the roles of this person could not stand beside those of another with the new telephone."""
    hold()
    held = office_queries.claims_of(user)
    own = {claim.row for claim in held}
    for claim in held:
        moved = claim._replace(phone=queries.phone_index(phone))
        others = office_queries.claims_beside(moved, at)
        require(rules.separate(moved, [other for other in others if other.row not in own]))


def grant_post(user: User, role: str, *, granted_by: User | None, at: datetime) -> Post:
    """Pending: it gives no right yet. The last one of the first three begins all of them."""
    told_apart = office_queries.told_apart(user)
    post = Post.objects.create(user=user, role=role, granted_by=granted_by, granted_at=at, **told_apart)
    if role in rules.OVERSIGHT_ROLES:
        office_notices.office_changed(user, role, "接受了邀请，等待确认", at)
        begin_together(at)
    return post


def begin_together(at: datetime) -> None:
    """With the third acceptance the first three offices begin, each witnessed by the other two."""
    if not office_queries.has_founders():
        return
    founders = list(office_queries.founders())
    for post in founders:
        post.confirmed_at = at
        post.save(update_fields=["confirmed_at"])
        witnesses = sorted(str(other.user_id) for other in founders if other.pk != post.pk)
        record(
            verb="account.begin-office",
            actor=None,
            role=MACHINE,
            at=at,
            object_type="account",
            object_id=post.user_id,
            granted=post.role,
            witnesses=witnesses,
        )
    office_notices.offices_began([(post.user, post.role) for post in founders], at)


@locks.action
def confirm_post(*, actor: User, post_id: int, at: datetime) -> Post:
    """The office begins: the next click of its holder finds his desk. Raises `Refused`."""
    hold()
    post = Post.objects.select_for_update(of=("self",)).select_related("user").get(pk=post_id)
    confirm(post, actor=actor, at=at)
    return post


@locks.action
def refuse_post(*, actor: User, post_id: int, reason: str, at: datetime) -> Post:
    """The office ends before it has begun; holder and inviter learn why. Raises `Refused`."""
    hold()
    post = Post.objects.select_for_update(of=("self",)).select_related("user", "granted_by").get(pk=post_id)
    refuse(post, actor=actor, reason=reason, at=at)
    return post


@locks.action
def end_post(*, actor: User, post_id: int, at: datetime) -> Post:
    """The office ends now: the next click of its holder finds nothing. Raises `Refused`."""
    hold()
    post = Post.objects.select_for_update(of=("self",)).select_related("user").get(pk=post_id)
    require(rules.ending_role(queries.posts(actor), holder_id=post.user_id, ended_at=post.ended_at, actor=actor))
    end(post, actor=actor, at=at)
    return post


def confirm(row: Appointment, *, actor: User, at: datetime, **detail: Any) -> None:
    """Of an office or a role at a base whose row the caller has locked under `hold`."""
    posts = queries.posts(actor)
    require(rules.confirming(posts, row, actor=actor, security=office_queries.security_administrators()))
    keep_apart(office_queries.claim_of(row), at)
    row.confirmed_by, row.confirmed_at = actor, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _record("account.confirm-role", row, actor, at, granted=row.role, **detail)
    office_notices.role_confirmed(row.user, row.role, at)
    if row.role in rules.OVERSIGHT_ROLES:
        office_notices.office_changed(row.user, row.role, f"已由{actor.name}确认", at)


def refuse(row: Appointment, *, actor: User, reason: str, at: datetime, **detail: Any) -> None:
    posts = queries.posts(actor)
    require(rules.confirming(posts, row, actor=actor, security=office_queries.security_administrators()))
    require(rules.refusing(reason))
    row.ended_by, row.ended_at, row.refusal = actor, at, reason.strip()
    row.save(update_fields=["ended_by", "ended_at", "refusal"])
    _record("account.refuse-role", row, actor, at, granted=row.role, **detail)
    office_notices.role_refused(row.user, row.granted_by, row.role, row.refusal, at, decided_by=actor)
    if row.role in rules.OVERSIGHT_ROLES:
        office_notices.office_changed(row.user, row.role, f"的角色，{actor.name}不确认", at)


def end(post: Post, *, actor: User | None, at: datetime, refusal: str = "", told: str = "") -> None:
    """`actor` None is the console. `told`: how the other officers hear of it."""
    post.ended_by, post.ended_at, post.refusal = actor, at, refusal
    post.save(update_fields=["ended_by", "ended_at", "refusal"])
    _record("account.end-post", post, actor, at, ended=post.role)
    if post.role in rules.OVERSIGHT_ROLES:
        office_notices.office_changed(
            post.user, post.role, told or f"已由{actor.name if actor else '服务器上的命令'}结束", at
        )


def begin_anew(user: User, *, asked_by: User | None, at: datetime) -> None:
    """Who has set password and authenticator anew proves himself to another officer before he acts as one again."""
    for post in Post.objects.select_for_update().filter(user=user, ended_at=None, role__in=rules.OVERSIGHT_ROLES):
        if post.confirmed_at is not None:
            end(post, actor=asked_by, at=at, refusal="重发邀请", told="重新设置了密码和验证器，角色暂停，等待确认")
            grant_post(user, post.role, granted_by=asked_by, at=at)


def acting(actor: User | None) -> str:
    """The offices in which somebody acts, for the trail."""
    if actor is None:
        return INSTALLATION
    return "+".join(sorted(queries.posts(actor)))[:20] or actor.kind


def _record(verb: str, row: Appointment, actor: User | None, at: datetime, **detail: Any) -> None:
    trail: dict[str, Any] = {"actor": actor, "role": acting(actor), "at": at}
    record(verb=verb, object_type="account", object_id=row.user_id, **trail, **detail)
