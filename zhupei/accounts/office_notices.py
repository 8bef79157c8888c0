"""What people are told about roles: the three officers of every change among them, holders of what became of theirs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from zhupei.accounts import office_queries, rules
from zhupei.accounts.models import User
from zhupei.notifications.actions import tell
from zhupei.notifications.models import Notice
from zhupei.pure import dates

WAITING = "role.waiting"
QUIET = timedelta(hours=1)
TITLE = "系统、安全、审计管理员有变动"
ALARM = "如有疑问，请立即联系另外两位管理员。"


def office_promised(name: str, role: str, inviter: User | None, at: datetime) -> None:
    """Somebody has been invited to one of the three offices."""
    by = inviter.name if inviter else "服务器上的命令"
    _tell_officers(f"{name}被{by}邀请担任{rules.role_label(role)}", at)


def office_changed(holder: User, role: str, what: str, at: datetime) -> None:
    """`what` has happened to the holder of one of the three offices."""
    _tell_officers(f"{rules.role_label(role)}{holder.name}（{holder.login_name}）{what}", at)


def _tell_officers(words: str, at: datetime) -> None:
    for officer in office_queries.officers():
        tell(recipient=officer, kind="office.changed", title=TITLE, body=f"{dates.stamp(at)}，{words}。{ALARM}", at=at)


def offices_began(holders: Sequence[tuple[User, str]], at: datetime) -> None:
    """To the first three: who the others are."""
    three = "、".join(f"{rules.role_label(role)}{holder.name}" for holder, role in holders)
    body = f"{dates.stamp(at)}，三位管理员都已启用账号，角色同时生效：{three}。名单不符的，请立即联系另外两位。"
    for holder, _ in holders:
        tell(recipient=holder, kind="office.began", title="三员已设立", body=body, at=at)


def role_confirmed(holder: User, role: str, at: datetime) -> None:
    tell(
        recipient=holder,
        kind="role.confirmed",
        title="您的角色已确认",
        body=f"{rules.role_label(role)}的角色已经生效，您可以登录开始工作。",
        at=at,
    )


def role_refused(holder: User, inviter: User | None, role: str, reason: str, at: datetime, *, decided_by: User) -> None:
    """To both, with the reason and who has decided."""
    words = f"{decided_by.name}不确认{rules.role_label(role)}的角色。原因：{reason}"
    tell(recipient=holder, kind="role.refused", title="不确认您的角色", body=words, at=at)
    if inviter is not None:
        body = f"您邀请的{holder.name}（{holder.login_name}）：{words}"
        tell(recipient=inviter, kind="role.refused", title="不确认您邀请的人", body=body, at=at)


def roles_waiting(count: int, latest: datetime, at: datetime) -> None:
    """To each security administrator, at most once an hour, and not again while nobody has come since (`latest`).

    A base brings twenty reviewers in a morning.
    """
    told = Notice.objects.filter(Q(at__gt=at - QUIET) | Q(at__gte=latest), kind=WAITING).values("recipient")
    for officer in office_queries.security_administrators().exclude(pk__in=told):
        tell(
            recipient=officer,
            kind=WAITING,
            title="有角色等待您确认",
            body=f"现有 {count} 个角色等待确认，请登录后在“待确认”中处理。",
            path="/oversight/pending/",
            at=at,
        )
