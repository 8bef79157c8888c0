"""审计日志 as a list: endless, searched in words, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhupei.accounts.models import Post, User
from zhupei.desks.oversight import trail
from zhupei.desks.oversight.trail import Line
from zhupei.kernel.clock import SHANGHAI
from zhupei.reports.lists.columns import Column, Kind
from zhupei.reports.lists.conditions import Day, Text
from zhupei.reports.lists.definition import Asked, Counted, ListDefinition, define
from zhupei.reports.lists.staff import Office, office


@dataclass(frozen=True)
class Search:
    words: str = ""
    since: date | None = None


@define
class Trail(ListDefinition[Office, Search, Line]):
    """For the audit administrator. Applicants are shown by a part of their id only."""

    name, title, unit, things = "oversight.trail", "审计日志", "条", "记录"
    submit = "查找"
    endless = True
    per_page = trail.PAGE
    filter = Search
    conditions = (Text("words", "查找", longest=100), Day("since", "从哪一天起"))
    columns = (
        Column("at", "时间", lambda line: line.event.at, Kind.SECOND, width=20),
        Column("who", "谁", lambda line: line.who),
        Column("did", "做了什么", lambda line: line.did, nowrap=True),
        Column("what", "对象", lambda line: line.what, title=lambda line: line.event.object_id),
        Column("detail", "细节", lambda line: line.detail, quiet=True, title=lambda line: line.event.detail, width=60),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.AUDIT, at)

    def count(self, scope: Office, asked: Asked[Search]) -> Counted:
        """Nobody counts the trail: it has no last page."""
        return Counted(0, {})

    def rows(self, scope: Office, asked: Asked[Search], offset: int, limit: int) -> Sequence[Line]:
        day = asked.filter.since
        since = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) if day else None
        return trail.search(asked.filter.words, since, asked.before)

    def place(self, row: Line) -> int:
        return row.event.pk
