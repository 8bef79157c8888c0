"""What people are told about their account, in the words of the page. No number, no phone in any text."""

from datetime import datetime

from zhupei.accounts import rules
from zhupei.accounts.models import User, VerificationCode
from zhupei.notifications.actions import notify, send_sms, tell
from zhupei.pure import dates

SENDER = "【住培招录】"
REGISTERED = {
    "kind": "account.registered",
    "title": "账号注册成功",
    "body": "请完善个人信息、上传证明材料，然后填报志愿。提交报名后会有回执。",
    "path": "/me/",
}


def code_text(purpose: str, code: str) -> str:
    """The SMS names the purpose, so that nobody is talked into reading out a code for something else."""
    label = VerificationCode.Purpose(purpose).label
    return f"{SENDER}验证码 {code}，用于{label}，{rules.VALID}。切勿告诉他人。"


def registered(user: User, at: datetime) -> None:
    notify(recipient=user, at=at, **REGISTERED)


def phone_proven(phone: str, at: datetime) -> None:
    """To the telephone of whoever has registered: the same words whether the number was free or taken."""
    body = (
        f"{SENDER}{dates.stamp(at)}，您的手机号已通过注册验证，请用证件号和刚设置的密码登录。登录不了的，"
        "说明证件号以前注册过，密码没有变：是您注册的请用“忘记密码”，不是您注册的请看网站“账号找回”页。"
    )
    send_sms(phone=phone, body=body, purpose="account.phone-proven", at=at)


def registered_again(user: User, at: datetime) -> None:
    """To the owner only: somebody tried to register a number that already has an account."""
    tell(
        recipient=user,
        kind="account.registered-again",
        title="有人用您的证件号注册账号",
        body=f"{dates.stamp(at)}，有人用您的证件号注册账号，没有成功，您的账号没有变化。如是您本人，请直接登录或用“忘记密码”；"
        "如不是，说明有人知道您的证件号，不必处理，也不要把验证码告诉任何人。",
        at=at,
    )


def new_device(user: User, device: str, at: datetime) -> None:
    tell(
        recipient=user,
        kind="account.new-device",
        title="账号在新设备登录",
        body=f"{dates.stamp(at)}，您的账号在新设备（{device}）登录。如不是您本人，请立即修改密码。",
        path="/me/account/",
        at=at,
    )


def password_reset(user: User, at: datetime) -> None:
    tell(
        recipient=user,
        kind="account.password-reset",
        title="密码已找回",
        body=f"{dates.stamp(at)}，您的密码通过手机验证码重新设置，其他设备已退出登录。如不是您本人，请联系技术支持。",
        path="/me/account/",
        at=at,
    )


def password_changed(user: User, at: datetime) -> None:
    tell(
        recipient=user,
        kind="account.password-changed",
        title="密码已修改",
        body=f"{dates.stamp(at)}，您的密码已修改，其他设备已退出登录。如不是您本人，请立即用“忘记密码”找回。",
        path="/me/account/",
        at=at,
    )


def phone_changed(user: User, old_phone: str, at: datetime) -> None:
    """To both numbers: the old one learns it even when a thief made the change."""
    tell(
        recipient=user,
        kind="account.phone-changed",
        title="手机号码已更换",
        body=f"{dates.stamp(at)}，您的账号换成了这个手机号，今后的验证码和通知发到这里。",
        path="/me/account/",
        at=at,
    )
    if old_phone:
        body = (
            f"{SENDER}{dates.stamp(at)}，您的账号换了另一个手机号，这里不再接收通知。如不是您本人操作，请联系技术支持。"
        )
        send_sms(phone=old_phone, body=body, purpose="account.phone-changed", at=at, recipient=user)


def invited(phone: str, role: str, at: datetime) -> None:
    body = f"{SENDER}您被邀请担任{role}。请向邀请人索取链接，在 7 天内打开并设置密码和动态验证码。"
    send_sms(phone=phone, body=body, purpose="account.invited", at=at)


def invited_again(user: User, at: datetime) -> None:
    """At once to the owner: a link that sets his password and authenticator anew is in somebody's hands."""
    tell(
        recipient=user,
        kind="account.invited-again",
        title="您的账号被重发了邀请",
        body=f"{dates.stamp(at)}，系统管理员为您的账号重发了启用链接，可重设密码和验证器，须用您手机收到的验证码。"
        "如不是您要求的，不要把验证码告诉任何人，并立即联系安全管理员。",
        at=at,
    )


def joined(user: User, at: datetime) -> None:
    notify(
        recipient=user,
        kind="account.joined",
        title="账号已启用",
        body="今后用登录名、密码和验证器里的动态验证码登录。新的角色等安全管理员确认后生效。",
        at=at,
    )
