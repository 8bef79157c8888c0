"""Who may change the staff of a base (domain section 1): its administrator the reviewers, others above him."""

from collections.abc import Collection

from zhupei.bases.models import Membership
from zhupei.kernel.refusals import Refusal

ADMINISTRATOR, REVIEWER = Membership.Role.ADMINISTRATOR, Membership.Role.REVIEWER


def inviting_reviewer(roles: Collection[str]) -> Refusal | None:
    """`roles`: what the inviting person is at the base."""
    if ADMINISTRATOR not in roles:
        return Refusal("member:forbidden", "只有本基地的管理员可以邀请审核员。")
    return None


def ending_reviewer(roles: Collection[str], membership: Membership) -> Refusal | None:
    """Administrators are not ended by their equals: that is the security administrator's."""
    if ADMINISTRATOR not in roles:
        return Refusal("member:forbidden", "只有本基地的管理员可以结束审核员的角色。")
    if membership.role != REVIEWER:
        return Refusal("member:administrator", "基地管理员的角色由安全管理员结束。")
    if membership.ended_at is not None:
        return Refusal("member:ended", "这个角色已经结束。")
    return None
