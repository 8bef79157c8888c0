"""审计日志 as a list: endless, searched in words, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhupei.accounts.models import Post, User
from zhupei.kernel.clock import SHANGHAI
from zhupei.reports import trail
from zhupei.reports.lists.columns import ListColumn, ValueKind
from zhupei.reports.lists.conditions import DayCondition, TextCondition
from zhupei.reports.lists.definition import Asked, ListDefinition, RowCounts, define
from zhupei.reports.lists.staff import Office, office
from zhupei.reports.trail import TrailLine


@dataclass(frozen=True)
class Search:
    words: str = ""
    since: date | None = None
    until: date | None = None


def _sequence(line: TrailLine) -> int | None:
    return line.position.sequence if line.position else None


def _faults(line: TrailLine) -> list[tuple[str, str]]:
    return [] if line.sound else [("链不符", "bad")]


def _begin(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) if day else None


def _end(day: date | None) -> datetime | None:
    """The last day is meant, too."""
    return _begin(day + timedelta(days=1)) if day and day < date.max else None


@define
class Trail(ListDefinition[Office, Search, TrailLine]):
    """For the audit administrator. Applicants are shown by a part of their id only."""

    name, title, unit, things = "oversight.trail", "审计日志", "条", "记录"
    submit = "查找"
    endless = True
    per_page = trail.PAGE
    filter = Search
    conditions = (
        TextCondition("words", "查找", longest=100),
        DayCondition("since", "从哪一天起"),
        DayCondition("until", "到哪一天"),
    )
    columns = (
        ListColumn("sequence", "序号", _sequence, ValueKind.NUMBER, tags=_faults, head=True, linked=True),
        ListColumn("at", "时间", lambda line: line.event.at, ValueKind.SECOND, width=20),
        ListColumn("who", "谁", lambda line: line.who),
        ListColumn("did", "做了什么", lambda line: line.did, nowrap=True),
        ListColumn("what", "对象", lambda line: line.what, title=lambda line: line.event.object_id),
        ListColumn(
            "detail", "细节", lambda line: line.detail, quiet=True, title=lambda line: line.event.detail, width=60
        ),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Office | None:
        return office(viewer, Post.Role.AUDIT, at)

    def count(self, scope: Office, asked: Asked[Search]) -> RowCounts:
        """Nobody counts the trail: it has no last page."""
        return RowCounts(0, {})

    def rows(self, scope: Office, asked: Asked[Search], offset: int, limit: int) -> Sequence[TrailLine]:
        wanted = asked.filter
        return trail.search(wanted.words, since=_begin(wanted.since), until=_end(wanted.until), before=asked.before)

    def position(self, row: TrailLine) -> int:
        return row.event.pk
