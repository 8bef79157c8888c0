"""Who works here: accounts for the system administrator, offices and roles for the security administrator, and who
works for the bases for the province and their own administrators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from zhupei.accounts import office_queries, queries, rules
from zhupei.accounts.models import Invitation, Post, User
from zhupei.bases import queries as bases
from zhupei.bases.models import Base, Membership
from zhupei.reports.lists.columns import ListColumn, ValueKind
from zhupei.reports.lists.conditions import TextCondition
from zhupei.reports.lists.definition import Asked, define
from zhupei.reports.lists.rowsets import QuerySetList

BY_NAME, BY_LOGIN = "login_name", "last_login"
WAITS = [("等待安全管理员确认", "warn")]


@dataclass(frozen=True)
class Words:
    """Every word occurs in the name, the login name or, where there is one, the base."""

    words: str = ""


@dataclass(frozen=True)
class Office:
    """What the holder of an office sees; `base` is that of a base's own administrator."""

    viewer: User
    at: datetime
    base: Base | None = None


def office(viewer: User, role: str, at: datetime) -> Office | None:
    return Office(viewer, at) if viewer.is_active and role in queries.posts(viewer) else None


def _is_waiting(row: Any) -> list[tuple[str, str]]:
    return WAITS if row.is_pending else []


def _condition(user: User) -> tuple[str, str]:
    if not user.is_active:
        return "未启用", "warn"
    return WAITS[0] if user.waits else ("已启用", "ok")  # type: ignore[attr-defined]


@define
class Accounts(QuerySetList[Office, Words, User]):
    """账号: for the system administrator. No applicant."""

    name, title, unit, things = "oversight.accounts", "工作人员账号", "个", "账号"
    submit = "查找"
    filter = Words
    conditions = (TextCondition("words", "姓名或登录名", longest=100),)
    orders = ((BY_NAME, "按登录名"), (BY_LOGIN, "最近登录的在前"))
    columns = (
        ListColumn("login_name", "登录名", lambda user: user.login_name, head=True),
        ListColumn("name", "姓名", lambda user: user.name),
        ListColumn(
            "phone", "手机", lambda user: user.phone.masked(), ValueKind.CODE, plain=lambda user: user.phone.plain()
        ),
        ListColumn("state", "状态", lambda user: _condition(user)[0], tags=lambda user: [_condition(user)]),
        ListColumn("last_login", "最近登录", lambda user: user.last_login, ValueKind.MOMENT),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.SYSTEM, at)

    def found(self, scope: Office, asked: Asked[Words]) -> QuerySet[Any]:
        accounts = queries.search_accounts(queries.staff_accounts(), asked.filter.words)
        if asked.order == BY_LOGIN:
            return accounts.order_by(F("last_login").desc(nulls_last=True), "login_name")
        return accounts


@define
class Offices(QuerySetList[Office, Words, Post]):
    """省级与监督角色 in force."""

    name, title, unit, things = "oversight.offices", "省级与监督角色", "个", "角色"
    filter = Words
    columns = (
        ListColumn("name", "姓名", lambda post: post.user.name, head=True),
        ListColumn("role", "角色", lambda post: post.get_role_display()),
        ListColumn("login_name", "登录名", lambda post: post.user.login_name),
        ListColumn("granted_at", "开始", lambda post: post.granted_at, ValueKind.MOMENT),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.SECURITY, at)

    def found(self, scope: Office, asked: Asked[Words]) -> QuerySet[Any]:
        return office_queries.current_posts()


@define
class BaseRoles(QuerySetList[Office, Words, Membership]):
    """基地角色 in force, for the security administrator."""

    name, title, unit, things = "oversight.base-roles", "基地角色", "个", "基地角色"
    submit = "查找"
    filter = Words
    conditions = (TextCondition("words", "姓名、登录名或基地", longest=100),)
    columns = (
        ListColumn("name", "姓名", lambda row: row.user.name, head=True),
        ListColumn("base", "基地", lambda row: row.base.name, width=30),
        ListColumn("role", "角色", lambda row: row.get_role_display()),
        ListColumn("login_name", "登录名", lambda row: row.user.login_name),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.SECURITY, at)

    def found(self, scope: Office, asked: Asked[Words]) -> QuerySet[Any]:
        return _called(bases.staff_of_bases().exclude(confirmed_at=None), asked.filter.words)


@define
class Reissued(QuerySetList[Office, Words, Invitation]):
    """重发的邀请, the latest ones, for the security administrator."""

    name, title, unit, things = "oversight.reissued", "重发的邀请", "个", "邀请"
    filter = Words
    columns = (
        ListColumn("name", "姓名", lambda row: row.name, head=True),
        ListColumn("login_name", "登录名", lambda row: row.login_name),
        ListColumn("created_at", "时间", lambda row: row.created_at, ValueKind.MOMENT),
        ListColumn("invited_by", "重发人", lambda row: row.invited_by.login_name if row.invited_by else "系统安装"),
        ListColumn("outcome", "结果", lambda row: _outcome(row)[0], tags=lambda row: [_outcome(row)]),
        ListColumn("accepted_at", "使用时间", lambda row: row.accepted_at, ValueKind.MOMENT),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.SECURITY, at)

    def found(self, scope: Office, asked: Asked[Words]) -> QuerySet[Any]:
        return office_queries.reissued_invitations()


@define
class BaseStaff(QuerySetList[Office, Words, Membership]):
    """现有工作人员 of all bases, for the province."""

    name, title, unit, things = "province.base-staff", "现有工作人员", "人", "基地工作人员"
    submit = "查找"
    filter = Words
    conditions = (TextCondition("words", "姓名、登录名或基地", longest=100),)
    columns = (
        ListColumn("base", "培训基地", lambda row: row.base.name, head=True, width=30),
        ListColumn("name", "姓名", lambda row: row.user.name),
        ListColumn("login_name", "登录名", lambda row: row.user.login_name),
        ListColumn("role", "角色", lambda row: row.get_role_display(), tags=_is_waiting),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.PROVINCE, at)

    def found(self, scope: Office, asked: Asked[Words]) -> QuerySet[Any]:
        return _called(bases.staff_of_bases(), asked.filter.words)


@define
class Members(QuerySetList[Office, Words, Membership]):
    """现有工作人员 of one base, for its administrator."""

    name, title, unit, things = "base.members", "现有工作人员", "人", "工作人员"
    filter = Words
    columns = (
        ListColumn("name", "姓名", lambda row: row.user.name, head=True),
        ListColumn("login_name", "登录名", lambda row: row.user.login_name),
        ListColumn("role", "角色", lambda row: row.get_role_display(), tags=_is_waiting),
        ListColumn("granted_at", "开始", lambda row: row.granted_at, ValueKind.MOMENT),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        administrator = Membership.Role.ADMINISTRATOR
        own = [row.base for row in bases.memberships(viewer) if str(row.base_id) == where and row.role == administrator]
        return Office(viewer, at, own[0]) if own and viewer.is_active else None

    def where(self, scope: Office) -> str:
        assert scope.base is not None
        return str(scope.base.pk)

    def found(self, scope: Office, asked: Asked[Words]) -> QuerySet[Any]:
        assert scope.base is not None
        return bases.members(scope.base)


@define
class Invited(QuerySetList[Office, Words, Invitation]):
    """已邀请，尚未启用: never with the link. Of the bases for the province, of one base for its administrator."""

    name, title, unit, things = "base.invited", "已邀请，尚未启用", "人", "邀请"
    filter = Words
    per_page = 50
    _of_bases: ListColumn[Any] = ListColumn("base", "培训基地", lambda row: row.base.name, head=True, width=30)
    columns = (
        ListColumn("name", "姓名", lambda row: row.name, head=True),
        ListColumn("login_name", "登录名", lambda row: row.login_name),
        ListColumn("role", "角色", lambda row: rules.role_label(row.role)),
        ListColumn("expires_at", "链接有效至", lambda row: row.expires_at, ValueKind.MOMENT),
    )

    def columns_for(self, scope: Office) -> Sequence[ListColumn[Any]]:
        return self.columns if scope.base else (self._of_bases, *self.columns)

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return Members().scope(viewer, where, at) if where else office(viewer, Post.Role.PROVINCE, at)

    def where(self, scope: Office) -> str:
        return str(scope.base.pk) if scope.base else ""

    def found(self, scope: Office, asked: Asked[Words]) -> QuerySet[Any]:
        found = queries.waiting_invitations(scope.at)
        return found.filter(base=scope.base) if scope.base else found


def _called(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    for word in words.split()[:5]:
        at_base = Q(base__name__icontains=word) | Q(base__short_name__icontains=word)
        found = found.filter(at_base | Q(user__name__icontains=word) | Q(user__login_name__icontains=word))
    return found


def _outcome(row: Invitation) -> tuple[str, str]:
    if row.accepted_at:
        return "已重设密码和验证器", "warn"
    return ("已验证手机", "warn") if row.proved_at else ("未使用", "")
