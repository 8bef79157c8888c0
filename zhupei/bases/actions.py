"""Joining and leaving the staff of a base."""

from datetime import datetime

from zhupei.accounts import office_notices, rules
from zhupei.accounts import queries as accounts
from zhupei.accounts.actions import roles, staff
from zhupei.accounts.models import Invitation, User
from zhupei.audit.actions import record
from zhupei.bases import queries
from zhupei.bases import rules as own
from zhupei.bases.models import Base, Membership
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


@locks.action
def accept_invitation(*, token: str, code: str, at: datetime) -> Invitation:
    """The last step of an invitation, with the role at a base when it is one. Raises `Refused`.

    Whatever the role, it waits for its confirmation; the security administrators hear of it at most once an hour.
    """
    invitation = staff.accept_invitation(token=token, code=code, at=at)
    if invitation.base is not None and invitation.user is not None:
        Membership.objects.create(
            user=invitation.user,
            base=invitation.base,
            role=invitation.role,
            granted_by=invitation.invited_by,
            granted_at=at,
        )
    if invitation.role and invitation.role not in rules.OVERSIGHT_ROLES:
        tell_who_waits(at)
    return invitation


@locks.action
def tell_who_waits(at: datetime) -> None:
    """To the security administrators, unless they have been told within the hour."""
    if waiting := queries.pending_since():
        office_notices.roles_waiting(len(waiting), max(waiting), at)


@locks.action
def confirm_membership(*, actor: User, membership_id: int, at: datetime) -> Membership:
    """The role begins: the next click of its holder finds the base's desk. Raises `Refused`."""
    membership = _held(membership_id)
    roles.confirm(membership, actor=actor, at=at, base=str(membership.base_id))
    return membership


@locks.action
def refuse_membership(*, actor: User, membership_id: int, reason: str, at: datetime) -> Membership:
    """The role ends before it has begun; holder and inviter learn why. Raises `Refused`."""
    membership = _held(membership_id)
    roles.refuse(membership, actor=actor, reason=reason, at=at, base=str(membership.base_id))
    return membership


def _held(membership_id: int) -> Membership:
    roles.hold()
    found = Membership.objects.select_for_update(of=("self",)).select_related("user", "base", "granted_by")
    return found.get(pk=membership_id)


@locks.action
def invite_reviewer(*, actor: User, base: Base, login_name: str, name: str, phone: str, at: datetime) -> str:
    """A base administrator invites a reviewer of his own base; returns the token of the link. Raises `Refused`."""
    roles.hold()
    require(own.inviting_reviewer(queries.roles_at(actor, base)))
    return staff.open_invitation(
        actor=actor, login_name=login_name, name=name, phone=phone, role=Membership.Role.REVIEWER, base=base, at=at
    )


@locks.action
def end_reviewer(*, actor: User, membership_id: int, at: datetime) -> Membership:
    """A base administrator ends the role of a reviewer of his own base. Raises `Refused`."""
    membership = _held(membership_id)
    require(own.ending_reviewer(queries.roles_at(actor, membership.base), membership))
    return _end(membership, actor=actor, role=Membership.Role.ADMINISTRATOR, at=at)


@locks.action
def end_membership(*, actor: User, membership_id: int, at: datetime) -> Membership:
    """The role ends now: the next click of its holder finds nothing. Raises `Refused`."""
    membership = _held(membership_id)
    require(
        rules.ending_role(
            accounts.posts(actor), holder_id=membership.user_id, ended_at=membership.ended_at, actor=actor
        )
    )
    return _end(membership, actor=actor, role="security", at=at)


def _end(membership: Membership, *, actor: User, role: str, at: datetime) -> Membership:
    membership.ended_by, membership.ended_at = actor, at
    membership.save(update_fields=["ended_by", "ended_at"])
    record(
        verb="account.end-membership",
        actor=actor,
        role=role,
        at=at,
        object_type="account",
        object_id=membership.user_id,
        ended=membership.role,
        base=str(membership.base_id),
    )
    return membership
