"""改动记录: what the province has changed about dates and settings, for the province."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from zhupei.accounts.models import Post, User
from zhupei.audit.models import Event
from zhupei.cycles import history
from zhupei.cycles.history import SettingAct
from zhupei.reports.lists.columns import ListColumn, ValueKind
from zhupei.reports.lists.definition import Asked, NoConditions, define
from zhupei.reports.lists.rowsets import QuerySetList
from zhupei.reports.lists.staff import Office, office


def _changes(act: SettingAct) -> str:
    return "；".join(f"{each.label}：{each.old} → {each.new}" for each in act.changes)


@define
class SettingChanges(QuerySetList[Office, NoConditions, SettingAct]):
    """Newest first, from the trail, so that nobody can change it."""

    name, title, things = "province.changes", "改动记录", "改动"
    filter = NoConditions
    per_page = 30
    columns = (
        ListColumn("what", "什么", lambda act: act.title, head=True, linked=True),
        ListColumn("at", "时间", lambda act: act.at, ValueKind.MOMENT),
        ListColumn("who", "谁", lambda act: act.who or "系统", nowrap=True),
        ListColumn("about", "哪里", lambda act: act.about, quiet=True, width=30),
        ListColumn("changes", "改动", _changes, width=60),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.PROVINCE, at)

    def found(self, scope: Office, asked: Asked[NoConditions]) -> QuerySet[Event]:
        return history.events()

    def rows(self, scope: Office, asked: Asked[NoConditions], offset: int, limit: int) -> Sequence[SettingAct]:
        return history.entries(self.found(scope, asked)[offset : offset + limit])

    def every(self, scope: Office, asked: Asked[NoConditions]) -> Sequence[SettingAct]:
        return history.entries(self.found(scope, asked))
