"""Joining and leaving the staff of a base."""

from datetime import datetime

from zhupei.accounts import queries as accounts
from zhupei.accounts import rules
from zhupei.accounts.actions import staff
from zhupei.accounts.models import Invitation, User
from zhupei.audit.actions import record
from zhupei.bases.models import Membership
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


@locks.action
def accept_invitation(*, token: str, code: str, at: datetime) -> Invitation:
    """The last step of an invitation, with the role at a base when it is one. Raises `Refused`."""
    invitation = staff.accept_invitation(token=token, code=code, at=at)
    if invitation.base is not None and invitation.user is not None:
        Membership.objects.create(
            user=invitation.user,
            base=invitation.base,
            role=invitation.role,
            granted_by=invitation.invited_by,
            granted_at=at,
        )
    return invitation


@locks.action
def end_membership(*, actor: User, membership_id: int, at: datetime) -> Membership:
    """The role ends now: the next click of its holder finds nothing. Raises `Refused`."""
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    require(
        rules.ending_role(
            accounts.posts(actor), holder_id=membership.user_id, ended_at=membership.ended_at, actor=actor
        )
    )
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    record(
        verb="end-membership",
        actor=actor,
        role="security",
        at=at,
        object_type="account",
        object_id=membership.user_id,
        ended=membership.role,
        base=str(membership.base_id),
    )
    return membership
