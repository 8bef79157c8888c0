"""What people are told on both telephones when the support desk has done something to an account."""

from collections.abc import Iterable
from datetime import datetime

from zhupei.accounts.models import User
from zhupei.notifications.actions import notify, send_sms
from zhupei.pure import dates

SENDER = "【住培招录】"
NOT_ME = "如您没有要求过，请立即致电技术支持，电话见网站“账号找回”页。"


def phone_replaced(user: User, old: str, at: datetime) -> None:
    """`user` has the new number already."""
    title = "手机号码已由技术支持更换"
    body = f"{dates.stamp(at)}，技术支持核验证件后为您的账号换了手机号，各处登录已退出。"
    notify(recipient=user, kind="account.phone-replaced", title=title, body=body + NOT_ME, path="/me/account/", at=at)
    _send([user.phone.plain()], f"{body}今后的验证码发到这里，用原密码或“忘记密码”登录。{NOT_ME}", title, user, at)
    _send([old], f"{body}这个号码不再接收通知。{NOT_ME}", title, user, at)


def frozen(user: User, contact: str, at: datetime) -> None:
    title = "账号已冻结"
    body = f"{dates.stamp(at)}，技术支持核验证件后冻结了这个账号：暂时不能登录，已提交的报名保留，没有删除。"
    notify(recipient=user, kind="account.frozen", title=title, body=body, at=at)
    _send([user.phone.plain(), contact], body + NOT_ME, title, user, at)


def unfrozen(user: User, contact: str, at: datetime) -> None:
    title = "账号已解除冻结"
    body = f"{dates.stamp(at)}，技术支持核验证件后解除了账号的冻结，可以用原密码登录，已提交的报名照常审核。"
    notify(recipient=user, kind="account.unfrozen", title=title, body=body, at=at)
    _send([user.phone.plain(), contact], body + NOT_ME, title, user, at)


def released(user: User, owner: str, applications: int, at: datetime) -> None:
    """The taker loses the account; the owner, who has none yet, learns that he can register."""
    title = "证件号码已收回"
    void = "所提交的报名已作废。" if applications else ""
    taker = f"{dates.stamp(at)}，经核验证件，您注册所用的证件号码属于他人，账号已关闭。{void}"
    _send([user.phone.plain()], f"{taker}如有异议，请带本人证件联系技术支持，电话见网站“账号找回”页。", title, user, at)
    body = f"{dates.stamp(at)}，您的证件号码已收回，原账号已关闭。现在可以用自己的手机号重新注册，材料需要自己上传。"
    _send([owner], body + "请勿把验证码告诉任何人。", title, None, at)


def _send(phones: Iterable[str], body: str, title: str, user: User | None, at: datetime) -> None:
    """Once to each number."""
    for phone in dict.fromkeys(filter(None, phones)):
        send_sms(phone=phone, body=f"{SENDER}{title}。{body}", purpose="account.support", at=at, recipient=user)
