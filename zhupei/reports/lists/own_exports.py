"""The files that somebody has asked for at one desk within a day: his own only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhupei.accounts.models import User
from zhupei.reports import queries, rules
from zhupei.reports.lists.columns import ListColumn, ValueKind
from zhupei.reports.lists.definition import Asked, ListDefinition, NoConditions, RowCounts, define, known
from zhupei.reports.models import Export


@dataclass(frozen=True)
class Mine:
    viewer: User
    desk: str
    at: datetime


def _condition(export: Export) -> tuple[str, str]:
    if export.refusal:
        return "没有生成", "bad"
    if export.waits:
        return "正在生成", "info"
    return ("可下载", "ok") if export.ready else ("已删除", "")


@define
class OwnExports(ListDefinition[Mine, NoConditions, Export]):
    name, title, unit, things = "reports.exports", "我的导出", "个", "导出"
    filter = NoConditions
    columns = (
        ListColumn("asked_at", "时间", lambda export: export.asked_at, ValueKind.MOMENT, head=True, linked=True),
        ListColumn("list", "名单", lambda export: known[export.of_list].title),
        ListColumn("form", "格式", lambda export: export.get_form_display(), tags=lambda each: _whole(each)),
        ListColumn("rows", "行数", lambda export: export.written if export.made_at else None, ValueKind.NUMBER),
        ListColumn("state", "状态", lambda each: _condition(each)[0], tags=lambda each: [_condition(each)]),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Mine | None:
        return Mine(viewer, where, at) if viewer.is_active else None

    def where(self, scope: Mine) -> str:
        return scope.desk

    def count(self, scope: Mine, asked: Asked[NoConditions]) -> RowCounts:
        return RowCounts(len(self.rows(scope, asked, 0, self.per_page)), {})

    def rows(self, scope: Mine, asked: Asked[NoConditions], offset: int, limit: int) -> Sequence[Export]:
        return queries.recent(scope.viewer, scope.desk, scope.at - queries.LIFE)[offset : offset + limit]


def _whole(export: Export) -> list[tuple[str, str]]:
    return [("完整号码", "warn")] if export.whole else []


def why(export: Export) -> str:
    """Why there is no file, in words."""
    return rules.why(export.refusal).words if export.refusal else ""
