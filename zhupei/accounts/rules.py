"""Limits and conditions of accounts (quality.md, Access; domain section 4). Rules answer with the reason or None."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from zhupei.accounts.models import ConsentText, Post, User, VerificationCode
from zhupei.accounts.throttles import Delay, Window, span
from zhupei.kernel.clock import SHANGHAI
from zhupei.kernel.refusals import Refusal
from zhupei.pure.identity import (
    DocumentType,
    check,
    check_name,
    check_phone,
    password_faults,
)


class SessionLimits(NamedTuple):
    """Seconds."""

    idle: int
    absolute: int


APPLICANT_SESSION = SessionLimits(idle=30 * 60, absolute=12 * 3600)
STAFF_SESSION = SessionLimits(idle=15 * 60, absolute=8 * 3600)


def session_limits(user: User) -> SessionLimits:
    return APPLICANT_SESSION if user.is_applicant else STAFF_SESSION


# --- codes -----------------------------------------------------------------------------------------------------------

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
SMS_GAP = timedelta(seconds=60)
SMS_PER_HOUR, SMS_PER_DAY = 5, 10
SMS_PER_ADDRESS = Window("sms-address", 20, 86_400)

# What a stranger can make us send to any number is counted apart from what only the owner of an account can ask
# for: an enemy who uses up the first kind cannot keep the owner from submitting. For the same reason the limit per
# address holds for the first kind only: a whole hospital submits from one address in the last hour.
OPEN_PURPOSES = frozenset({"register", "reset", "change-phone"})
LINK_PURPOSES = frozenset({"invitation"})  # needs the link of an invitation
OWN_PURPOSES = frozenset(VerificationCode.Purpose.values) - OPEN_PURPOSES - LINK_PURPOSES


def purposes_counted_with(purpose: str) -> frozenset[str]:
    return next(group for group in (OPEN_PURPOSES, LINK_PURPOSES, OWN_PURPOSES) if purpose in group)


def sms_budget(purpose: str, a_day: int) -> Window:
    """What the whole province sends: strangers have a budget of their own, so a flood of registrations cannot keep
    anybody from submitting.
    """
    if purpose in OPEN_PURPOSES:
        return Window("sms-budget-open", max(1, a_day * 4 // 5), 86_400)
    return Window("sms-budget", a_day, 86_400)


def sending(sent: Sequence[datetime], at: datetime) -> Refusal | None:
    """`sent`: when the latest codes went to this number, newest first, at least `SMS_PER_DAY` of them."""
    if sent and at - sent[0] < SMS_GAP:
        seconds = int((sent[0] + SMS_GAP - at).total_seconds() + 0.999)
        return Refusal("sms:gap", f"验证码刚刚发过，请在 {seconds} 秒后重新获取。")
    for most, length in ((SMS_PER_HOUR, timedelta(hours=1)), (SMS_PER_DAY, timedelta(days=1))):
        if len(sent) >= most and at - sent[most - 1] < length:
            seconds = int((sent[most - 1] + length - at).total_seconds() + 0.999)
            return Refusal("sms:number", f"这个手机号获取验证码的次数已用完，请在 {span(seconds)}后再试。")
    return None


def code(row: VerificationCode | None, at: datetime) -> Refusal | None:
    """Why this code cannot be used any more, whatever is typed."""
    if row is None:
        return Refusal("code:none", "请先获取手机验证码。", field="code")
    if row.used_at is not None:
        return Refusal("code:used-up", "这个验证码已经用过，请重新获取。", field="code")
    if row.tries >= CODE_TRIES:
        return Refusal("code:used-up", f"验证码输错 {CODE_TRIES} 次，已作废，请重新获取。", field="code")
    if at >= row.expires_at:
        return Refusal("code:expired", "验证码已过期（5 分钟内有效），请重新获取。", field="code")
    return None


def wrong_code(row: VerificationCode) -> Refusal:
    left = CODE_TRIES - row.tries
    more = f"还可以再试 {left} 次" if left else "请重新获取"
    return Refusal("code:wrong", f"验证码不对，请以最近一条短信为准，{more}。", field="code")


# --- logging in ------------------------------------------------------------------------------------------------------

DAY = 86_400
LOGIN_UNKNOWN_DEVICE = Delay("login-account", free=5, longest=15, memory=DAY)
LOGIN_KNOWN_DEVICE = Delay("login-device", free=5, longest=15, memory=DAY)
LOGIN_PER_ADDRESS = Window("login-address", 60, 600)
SECOND_FACTOR = Delay("second-factor", free=5, longest=15, memory=DAY)
OWN_PASSWORD = Delay("own-password", free=5, longest=15, memory=DAY)
PICTURES_PER_ADDRESS = Window("captcha-address", 300, 600)
OWNER_TOLD = Window("owner-told", 3, DAY)

WRONG_LOGIN = Refusal(
    "login:wrong",
    "证件号或密码不正确。",
    remedy="忘记密码，或注册时提示账号已存在，可以用手机验证码找回密码。",
)
WRONG_STAFF_LOGIN = Refusal("login:wrong", "登录名或密码不正确。", remedy="忘记密码请联系系统管理员。")
WRONG_SECOND_FACTOR = Refusal("second-factor:wrong", "动态验证码不对，请等验证器显示下一个再输入。", field="token")
WRONG_OWN_PASSWORD = Refusal("password:wrong", "原密码不正确。", field="old")
NO_CAPTCHA = Refusal("captcha", "请先完成人机验证。", field="captcha_answer")


# --- registering and changing ----------------------------------------------------------------------------------------

REGISTRATION_CONSENTS = ("privacy",)


def day(at: datetime) -> date:
    """The calendar day on which numbers and birthdays are judged."""
    return at.astimezone(SHANGHAI).date()


def document(kind: str, number: str, allowed_types: Iterable[str], today: date) -> Refusal | None:
    if kind not in set(allowed_types) & set(DocumentType):
        return Refusal("document:type", "本年度招录不接受这种证件，请另选。", field="document_type")
    found = check(DocumentType(kind), number, today=today)
    if not found.valid:
        return Refusal(f"document:{found.code}", f"{found.reason}。", field="number")
    return None


def name(text: str) -> Refusal | None:
    fault = check_name(text)
    return None if fault is None else Refusal(f"name:{fault.code}", f"{fault.reason}。", field="name")


def phone(text: str) -> Refusal | None:
    fault = check_phone(text)
    return None if fault is None else Refusal(f"phone:{fault.code}", f"{fault.reason}。", field="phone")


def password(
    text: str, *, name: str = "", number: str = "", birth_date: date | None = None, phone: str = "", staff: bool = False
) -> Refusal | None:
    """All reasons in one message; the code is that of the first."""
    faults = password_faults(text, name=name, number=number, birth_date=birth_date, phone=phone, staff=staff)
    if not faults:
        return None
    return Refusal(f"password:{faults[0].code}", "；".join(fault.reason for fault in faults) + "。", field="password")


def password_of(text: str, user: User, today: date) -> Refusal | None:
    """The password rule with what the account says about the person."""
    number = user.document_number.plain()
    born = check(DocumentType(user.document_type), number, today=today).birth_date if user.document_type else None
    return password(
        text,
        name=user.name,
        number=number,
        birth_date=born,
        phone=user.phone.plain(),
        staff=not user.is_applicant,
    )


def consent(given: Iterable[int], required: Sequence[ConsentText]) -> Refusal | None:
    """Every text in force must have been agreed to in just this version."""
    agreed = set(given)
    for text in required:
        if text.pk not in agreed:
            return Refusal("consent:missing", f"请阅读并勾选《{text.title}》。", field="consents")
    return None


# --- staff -----------------------------------------------------------------------------------------------------------

BASE_ROLES = ("reviewer", "administrator")
OVERSIGHT_ROLES = (Post.Role.SYSTEM, Post.Role.SECURITY, Post.Role.AUDIT)
INVITATION_LIFE = timedelta(days=7)


def invitation(inviter_posts: set[str], role: str, has_base: bool) -> Refusal | None:
    """The system administrator opens accounts; the province invites the staff of bases."""
    if role not in (*BASE_ROLES, *Post.Role.values):
        return Refusal("invitation:role", "没有这个角色。", field="role")
    if (role in BASE_ROLES) != has_base:
        return Refusal("invitation:base", "基地角色须选择基地，其他角色不选基地。", field="base")
    if Post.Role.SYSTEM in inviter_posts or (Post.Role.PROVINCE in inviter_posts and role in BASE_ROLES):
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
    return {"reviewer": "基地审核员", "administrator": "基地管理员", **dict(Post.Role.choices)}.get(role, role)


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
