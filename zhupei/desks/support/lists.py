"""办理记录 as a list: for the desk itself, the province and the security administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import Post, User
from zhupei.approvals import queries
from zhupei.desks.support import kinds, support_motions
from zhupei.desks.support.support_motions import SupportMotion
from zhupei.reports.lists.columns import ListColumn, ValueKind
from zhupei.reports.lists.definition import Asked, NoConditions, define
from zhupei.reports.lists.rowsets import QuerySetList

ROLES = {Post.Role.SUPPORT, Post.Role.PROVINCE, Post.Role.SECURITY}
TONES = {"confirmed": "ok", "open": "info", "refused": "warn", "overtaken": "warn"}


@dataclass(frozen=True)
class SupportScope:
    """`inside`: at the desk itself, where the person is shown; others see a part of the id."""

    viewer: User
    at: datetime
    inside: bool


def _decided(line: SupportMotion) -> Any:
    return getattr(line.motion, "decision", None)


def _by(line: SupportMotion) -> str:
    decision = _decided(line)
    return decision.actor.name if decision and decision.actor else ""


def _reason(line: SupportMotion) -> str:
    decision = _decided(line)
    refused = f"　不同意：{decision.reason.plain()}" if decision and decision.reason else ""
    return line.motion.reason.plain() + refused


def _person(line: SupportMotion) -> str:
    return f"{line.person.name} {line.person.document_number.masked()}" if line.person else ""


def _outcome(line: SupportMotion) -> str:
    return line.motion.get_state_display()


@define
class History(QuerySetList[SupportScope, NoConditions, SupportMotion]):
    """Nobody can change it."""

    name, title, unit, things = "support.history", "办理记录", "件", "办理记录"
    filter = NoConditions
    per_page = 30
    _inside: ListColumn[Any] = ListColumn("account", "账号", _person)
    _outside: ListColumn[Any] = ListColumn("account", "账号", lambda line: line.motion.subject_id[:8], ValueKind.CODE)
    columns = (
        ListColumn("proposed_at", "提出", lambda line: line.motion.proposed_at, ValueKind.MOMENT),
        ListColumn("act", "事项", lambda line: line.kind.label, head=True, linked=True, nowrap=True),
        _inside,
        ListColumn("proposed_by", "提出人", lambda line: line.motion.proposed_by.name),
        ListColumn("reason", "情况说明", _reason, quiet=True, width=40),
        ListColumn("outcome", "结果", _outcome, tags=lambda line: [(_outcome(line), TONES.get(line.motion.state, ""))]),
        ListColumn("decided_by", "经办", _by),
        ListColumn("decided_at", "时间", lambda line: each.at if (each := _decided(line)) else None, ValueKind.MOMENT),
    )

    def columns_for(self, scope: SupportScope) -> Sequence[ListColumn[Any]]:
        return [self._outside if each is self._inside and not scope.inside else each for each in self.columns]

    def scope(self, viewer: User, where: str, at: datetime) -> SupportScope | None:
        posts = accounts.posts(viewer) if viewer.is_active else set()
        return SupportScope(viewer, at, Post.Role.SUPPORT in posts) if posts & ROLES else None

    def found(self, scope: SupportScope, asked: Asked[NoConditions]) -> QuerySet[Any]:
        return queries.of_verbs(list(kinds.BY_VERB))

    def rows(self, scope: SupportScope, asked: Asked[NoConditions], offset: int, limit: int) -> Sequence[SupportMotion]:
        return support_motions.lines(self.found(scope, asked)[offset : offset + limit])

    def every(self, scope: SupportScope, asked: Asked[NoConditions]) -> Sequence[SupportMotion]:
        return support_motions.lines(self.found(scope, asked))
