"""Who invites whom, who ends which role."""

from datetime import datetime, timedelta
from uuid import UUID

from zhupei.accounts.models import BaseRole, Post, User
from zhupei.kernel.refusals import Refusal

BASE_ROLES = tuple(BaseRole.values)
INVITATION_LIFE = timedelta(days=7)


def invitation(inviter_posts: set[str], role: str, has_base: bool, *, system_held: bool = True) -> Refusal | None:
    """The system administrator opens accounts; the province invites the staff of bases.

    While nobody is system administrator, the security administrator invites one, and only one of those.
    """
    if role not in (*BASE_ROLES, *Post.Role.values):
        return Refusal("invitation:role", "没有这个角色。", field="role")
    if (role in BASE_ROLES) != has_base:
        return Refusal("invitation:base", "基地角色须选择基地，其他角色不选基地。", field="base")
    if Post.Role.SYSTEM in inviter_posts or (Post.Role.PROVINCE in inviter_posts and role in BASE_ROLES):
        return None
    if Post.Role.SECURITY in inviter_posts and role == Post.Role.SYSTEM and not system_held:
        return None
    return Refusal("invitation:forbidden", "您没有邀请这个角色的权限。")


def inviting_again(inviter_posts: set[str], user: User) -> Refusal | None:
    if Post.Role.SYSTEM not in inviter_posts:
        return Refusal("invitation:forbidden", "只有系统管理员可以重发邀请。")
    if user.is_applicant:
        return Refusal("invitation:applicant", "学员用手机验证码找回密码。")
    if not user.phone.plain():
        return Refusal("invitation:phone", "这个账号没有手机号，无法核验本人。请由安全管理员结束原角色，再重新邀请。")
    return None


def role_label(role: str) -> str:
    return dict([*BaseRole.choices, *Post.Role.choices]).get(role, role)


def login_name(text: str) -> Refusal | None:
    if not 3 <= len(text) <= 40 or not all(c.isascii() and (c.isalnum() or c in "._-") for c in text):
        return Refusal("login-name:form", "登录名为 3 至 40 位小写字母、数字、点、横线或下划线。", field="login_name")
    return None


def ending_role(actor_posts: set[str], *, holder_id: UUID, ended_at: datetime | None, actor: User) -> Refusal | None:
    """Roles, at bases too, are the security administrator's; nobody ends his own."""
    if Post.Role.SECURITY not in actor_posts:
        return Refusal("role:forbidden", "只有安全管理员可以结束角色。")
    if holder_id == actor.pk:
        return Refusal("role:own", "不能结束自己的角色。")
    if ended_at is not None:
        return Refusal("role:ended", "这个角色已经结束。")
    return None
