"""资格审核: the queue of one base in one round, and what of it goes into a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.applications import review_queries, states
from zhupei.applications.review_queries import QueueRow, ReviewFilter
from zhupei.bases import queries as bases
from zhupei.bases.models import Base
from zhupei.cycles.models import Round
from zhupei.reports.lists import rounds
from zhupei.reports.lists.columns import ListColumn, ValueKind
from zhupei.reports.lists.conditions import FlagCondition, OptionCondition, Options, TextCondition
from zhupei.reports.lists.definition import ALL, Asked, ListDefinition, RowCounts, define

OLDEST, NEWEST = "oldest", "newest"
# In the order of the work: what waits first.
TABS = (*states.ON_DESK, ALL)
TONES = {states.APPROVED: "ok", states.REJECTED: "bad", states.SUBMITTED: "info", states.RETURNED: "warn"}


@dataclass(frozen=True)
class QueueScope:
    """The desk of a base, as one of its members sees it at a moment."""

    base: Base
    viewer: User
    at: datetime


def _marks(row: QueueRow) -> list[tuple[str, str]]:
    marks = [(f"第 {row.ordinal} 次提交", "warn")] if row.ordinal > 1 else []
    marks += [("账号已冻结", "bad")] if row.frozen else []
    return marks + [(f"{name}正在查看", "") for name in row.lookers]


def _person(row: QueueRow) -> User:
    assert row.person is not None
    return row.person


@define
class Queue(ListDefinition[QueueScope, ReviewFilter, QueueRow]):
    """For members of the base; never with a draft, a void application or one of another base."""

    name = "base.queue"
    title = "资格审核"
    unit, things = "份", "报名"
    filter = ReviewFilter
    conditions = (
        TextCondition("text", "姓名或报名号", placeholder="姓名开头，或完整报名号"),
        OptionCondition("specialty", "志愿专业", coded=True),
        OptionCondition("category", "人员类型"),
        FlagCondition("again", "只看重新提交"),
    )
    orders = ((OLDEST, "最早提交的在前"), (NEWEST, "最近提交的在前"))
    tabs = TABS
    per_page = review_queries.PAGE
    columns = (
        ListColumn("name", "姓名", lambda row: row.name, tags=_marks, head=True, linked=True),
        ListColumn("number", "报名号", lambda row: row.number, ValueKind.CODE, width=20),
        ListColumn("specialties", "志愿", lambda row: " → ".join(row.specialties), width=36),
        ListColumn("category", "人员类型", lambda row: row.category_name),
        ListColumn(
            "received_at",
            "提交时间",
            lambda row: row.received_at,
            ValueKind.MOMENT,
            note=lambda row: row.waited,
            width=20,
        ),
        ListColumn(
            *("state", "状态", lambda row: row.state_label),
            tags=lambda row: [(row.state_label, TONES.get(row.state, ""))],
            in_tabs=(ALL,),
        ),
        ListColumn("ordinal", "提交次数", lambda row: row.ordinal, ValueKind.NUMBER, on_page=False, width=10),
        ListColumn("standing", "账号", lambda row: "已冻结" if row.frozen else "正常", on_page=False, width=10),
        ListColumn(
            *("document_number", "证件号码", lambda row: _person(row).document_number.masked(), ValueKind.CODE),
            plain=lambda row: _person(row).document_number.plain(),
            on_page=False,
            width=22,
        ),
        ListColumn(
            *("phone", "手机号", lambda row: _person(row).phone.masked(), ValueKind.CODE),
            plain=lambda row: _person(row).phone.plain(),
            on_page=False,
            width=16,
        ),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> QueueScope | None:
        own = [each.base for each in bases.memberships(viewer) if str(each.base_id) == where]
        return QueueScope(own[0], viewer, at) if own and viewer.is_active else None

    def where(self, scope: QueueScope) -> str:
        return str(scope.base.pk)

    def heading(self, scope: QueueScope) -> str:
        return scope.base.name

    def options(self, scope: QueueScope) -> Mapping[str, Options]:
        found = review_queries.options(scope.base)
        return {"specialty": found.specialties, "category": found.categories}

    def rounds(self, scope: QueueScope) -> Options:
        return _labelled(rounds.offered(scope.base.pk, scope.at))

    def round(self, scope: QueueScope, asked: Asked[ReviewFilter]) -> Round | None:
        """The round that the address names, else the present one."""
        return rounds.known().get(asked.round) or rounds.current(scope.at)

    def wanted(self, asked: Asked[ReviewFilter]) -> ReviewFilter:
        state = "" if asked.tab == ALL else asked.tab
        return replace(asked.filter, state=state, newest=asked.order == NEWEST)

    def count(self, scope: QueueScope, asked: Asked[ReviewFilter]) -> RowCounts:
        of_rounds = review_queries.counts(scope.base, self.wanted(asked))
        tabs = {}
        if (round_ := self.round(scope, asked)) is not None:
            found = of_rounds.get(round_.pk, {})
            tabs = {tab: sum(found.values()) if tab == ALL else found.get(tab, 0) for tab in self.tabs}
        codes = {each.pk: code for code, each in rounds.known().items()}
        here = {codes[pk]: self._in_tab(asked, found) for pk, found in of_rounds.items() if pk in codes}
        waiting = sum(found.get(states.SUBMITTED, 0) for found in of_rounds.values())
        return RowCounts(tabs.get(asked.tab, 0), tabs, here, waiting)

    def _in_tab(self, asked: Asked[ReviewFilter], found: Mapping[str, int]) -> int:
        return sum(found.values()) if asked.tab == ALL else found.get(asked.tab, 0)

    def rows(self, scope: QueueScope, asked: Asked[ReviewFilter], offset: int, limit: int) -> Sequence[QueueRow]:
        assert limit == self.per_page
        if (round_ := self.round(scope, asked)) is None:
            return []
        wanted = self.wanted(asked)
        return review_queries.queue(scope.base, round_.pk, wanted, viewer=scope.viewer, at=scope.at, offset=offset)

    def every(self, scope: QueueScope, asked: Asked[ReviewFilter]) -> Iterable[QueueRow]:
        if (round_ := self.round(scope, asked)) is None:
            return []
        return review_queries.whole(scope.base, round_.pk, self.wanted(asked), at=scope.at)

    def person(self, row: QueueRow) -> UUID:
        return _person(row).pk

    def read_ahead(self, scope: QueueScope, asked: Asked[ReviewFilter]) -> None:
        """The first page with its counts, in one round trip."""
        if (round_ := self.round(scope, asked)) is not None:
            wanted = self.wanted(asked)
            review_queries.read_ahead(scope.base, round_.pk, wanted, viewer=scope.viewer, at=scope.at)

    def tab_label(self, tab: str) -> str:
        return "全部" if tab == ALL else states.MOVES.label(tab)

    def default_tab(self, wanted: ReviewFilter) -> str:
        """What waits; but everything where a name is looked for."""
        return ALL if wanted.text else states.SUBMITTED

    def nothing_in(self, asked: Asked[ReviewFilter]) -> str:
        if self.narrow(asked):
            return "没有符合条件的报名"
        if asked.tab == states.SUBMITTED:
            return "没有等待审核的报名"
        return f"没有“{self.tab_label(asked.tab)}”的报名"


def _labelled(found: Sequence[Round]) -> Options:
    return [(rounds.code(each), rounds.label(each, found)) for each in found]


def round_of(asked: Asked[ReviewFilter], own: UUID) -> UUID:
    """The round in which an application's neighbours stand: the one of the address, else its own."""
    found = rounds.known().get(asked.round)
    return found.pk if found is not None else own
