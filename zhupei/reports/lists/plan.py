"""招录计划: the plan browser of one round (about 300 lines), for everybody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import NamedTuple
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.bases.models import ProgrammeKind, Track
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round
from zhupei.cycles.queries import Calendar, PlanRow
from zhupei.pure.reference import search
from zhupei.reports import competition
from zhupei.reports.lists.columns import ListColumn, ValueKind
from zhupei.reports.lists.conditions import FlagCondition, OptionCondition, Options, TextCondition
from zhupei.reports.lists.definition import Asked, ListDefinition, RowCounts, define

BASE, SPECIALTY, SEATS, APPLICANTS, LINE = "base", "specialty", "seats", "applicants", "line"


class ListedPlanLine(NamedTuple):
    """A row of the list; `applicants` is None where the round keeps the figures to itself."""

    plan: PlanRow
    applicants: int | None


@dataclass(frozen=True)
class PlanFilter:
    """What is empty does not filter. `text`: words that a base, its city or the specialty answers to."""

    track: str = ""
    kind: str = ""
    specialty: str = ""
    city: str = ""
    text: str = ""
    shortage: bool = False

    def matches(self, row: PlanRow) -> bool:
        return (
            self.track in ("", row.track)
            and self.kind in ("", row.kind)
            and self.specialty in ("", row.specialty_code)
            and self.city in ("", row.city)
            and (row.shortage or not self.shortage)
            and _answers(self.text, row)
        )


@dataclass
class Public:
    """The plan of a round at a moment. What is found is kept for the page that is being made."""

    calendar: Calendar | None
    round: Round | None
    _found: dict[tuple[PlanFilter, str], list[ListedPlanLine]] = field(default_factory=dict)

    @classmethod
    def read(cls, at: datetime, number: str) -> "Public":
        """The round asked for, else the current one."""
        calendar = cycles.calendar(at)
        if calendar is None:
            return cls(None, None)
        return cls(calendar, next((each for each in calendar.rounds if str(each.number) == number), calendar.round))

    @cached_property
    def plan(self) -> list[PlanRow]:
        return cycles.plan_lines(self.round) if self.round else []

    @cached_property
    def applicants(self) -> Mapping[UUID, int] | None:
        """Plan line → applicants; None where the round does not show them."""
        return competition.counts(self.round) if self.round and self.round.show_competition else None

    def lines(self, wanted: PlanFilter, order: str) -> list[ListedPlanLine]:
        """Those that answer the filter. Sorting is stable: within equal keys the order by base and specialty stays."""
        found = self._found.get((wanted, order))
        if found is None:
            found = sorted((line for line in self.of(self.plan) if wanted.matches(line.plan)), key=ORDERS[order])
            self._found[wanted, order] = found
        return found

    def of(self, plan: Iterable[PlanRow]) -> list[ListedPlanLine]:
        counts = self.applicants
        return [ListedPlanLine(row, None if counts is None else counts.get(row.id, 0)) for row in plan]


def _largest_first(value: Callable[[ListedPlanLine], int | None]) -> Callable[[ListedPlanLine], tuple[bool, int]]:
    """Lines without a figure come last."""

    def key(line: ListedPlanLine) -> tuple[bool, int]:
        figure = value(line)
        return (figure is None, -(figure or 0))

    return key


ORDERS: dict[str, Callable[[ListedPlanLine], tuple[bool, int] | str | int]] = {
    BASE: lambda line: 0,
    SPECIALTY: lambda line: line.plan.specialty_code,
    SEATS: _largest_first(lambda line: line.plan.seats),
    APPLICANTS: _largest_first(lambda line: line.applicants),
    LINE: _largest_first(lambda line: line.plan.line_last_year),
}


@define
class Plan(ListDefinition[Public, PlanFilter, ListedPlanLine]):
    """Under headings of bases in the usual order, else with the base below each specialty."""

    name, title, unit, things = "public.plan", "招录计划", "项计划", "计划"
    filter = PlanFilter
    per_page = 40
    leads = True
    conditions = (
        TextCondition("text", "基地或专业", longest=search.LONGEST_QUERY, placeholder="名称、拼音首字母"),
        OptionCondition("track", "类别", besides=tuple(Track.values)),
        OptionCondition("specialty", "专业", coded=True),
        OptionCondition("kind", "培训类型", further=True, besides=tuple(ProgrammeKind.values)),
        OptionCondition("city", "州市", further=True),
        FlagCondition("shortage", "只看紧缺专业", further=True),
    )
    orders = (
        (BASE, "培训基地"),
        (SPECIALTY, "专业代码"),
        (SEATS, "名额多的在前"),
        (APPLICANTS, "已报人数多的在前"),
        (LINE, "去年分数高的在前"),
    )
    columns = (
        ListColumn(
            *("specialty", "培训专业", lambda line: line.plan.specialty_name),
            code=lambda line: line.plan.specialty_code,
            tags=lambda line: [("紧缺", "warn")] if line.plan.shortage else [],
            head=True,
        ),
        ListColumn("base", "培训基地", lambda line: line.plan.base_name, on_page=False, width=30),
        ListColumn("city", "州市", lambda line: line.plan.city, on_page=False),
        ListColumn("seats", "名额", lambda line: line.plan.seats, ValueKind.NUMBER),
        ListColumn("applicants", "已报", lambda line: line.applicants, ValueKind.NUMBER),
        ListColumn("last_year", "去年报名", lambda line: line.plan.applicants_last_year, ValueKind.NUMBER, wide=True),
        ListColumn("line", "去年最低分", lambda line: line.plan.line_last_year, ValueKind.HUNDREDTHS),
    )

    def scope(self, viewer: User, where: str, at: datetime) -> Public | None:
        return Public.read(at, where)

    def where(self, scope: Public) -> str:
        return str(scope.round.number) if scope.round else ""

    def columns_for(self, scope: Public) -> Sequence[ListColumn[ListedPlanLine]]:
        return [each for each in self.columns if each.name != APPLICANTS or scope.applicants is not None]

    def orders_for(self, scope: Public) -> tuple[tuple[str, str], ...]:
        return tuple(each for each in self.orders if each[0] != APPLICANTS or scope.applicants is not None)

    def options(self, scope: Public) -> Mapping[str, Options]:
        plan = scope.plan
        tracks, kinds = {row.track for row in plan}, {row.kind for row in plan}
        return {
            "track": [each for each in Track.choices if each[0] in tracks],
            "kind": [each for each in ProgrammeKind.choices if each[0] in kinds],
            "specialty": sorted({(row.specialty_code, row.specialty_name) for row in plan}),
            "city": [(city, city) for city in dict.fromkeys(row.city for row in plan)],
        }

    def rounds(self, scope: Public) -> Options:
        return [(str(each.number), each.name) for each in scope.calendar.rounds] if scope.calendar else []

    def chosen_round(self, scope: Public, asked: Asked[PlanFilter]) -> str:
        return self.where(scope)

    def count(self, scope: Public, asked: Asked[PlanFilter]) -> RowCounts:
        return RowCounts(len(scope.lines(asked.filter, asked.order)), {})

    def rows(self, scope: Public, asked: Asked[PlanFilter], offset: int, limit: int) -> Sequence[ListedPlanLine]:
        return scope.lines(asked.filter, asked.order)[offset : offset + limit]

    def group(self, row: ListedPlanLine, asked: Asked[PlanFilter]) -> tuple[str, str] | None:
        return (row.plan.base_name, row.plan.city) if asked.order == BASE else None

    def under(self, row: ListedPlanLine, asked: Asked[PlanFilter]) -> str:
        return "" if asked.order == BASE else row.plan.base_name


def _answers(text: str, row: PlanRow) -> bool:
    """Every word of the text is found in the base, its city or the specialty: in characters, pinyin or initials."""
    if not text:
        return True
    entries = (
        _Entry(row.base_name, _indexed(row.base_name, row.base_short_name)),
        _Entry(row.specialty_name, _indexed(row.specialty_name)),
        _Entry(row.city, _indexed(row.city)),
    )
    return all(
        word == row.specialty_code or any(_found(word, entry) for entry in entries)
        for word in text.split()
        if search.clean(word)
    )


def _found(word: str, entry: "_Entry") -> bool:
    """Two letters stand anywhere in a long pinyin (ek in yixueke): they must begin a name or its initials."""
    rank = search.relevance(word, entry)
    return rank is not None and (rank <= 1 or len(word) > 2 or not word.isascii())


class _Entry(NamedTuple):
    name: str
    search_text: str


@lru_cache(maxsize=2000)
def _indexed(name: str, *others: str) -> str:
    return search.search_text(name, others)
