"""One definition of a list: columns, filter, order, tabs and rounds.

It serves the page with its search and phone layout, the address that can be saved, the export, and the tests. Who looks
is the definition's business, too: `scope` finds what a viewer may see now, so that a worker asks it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.reports.lists.columns import ListColumn
from zhupei.reports.lists.conditions import Condition, OptionCondition, Options

S = TypeVar("S")
F = TypeVar("F")
R = TypeVar("R")
ALL = "all"
TAB, ORDER, ROUND, PAGE, BEFORE = "state", "sort", "round", "page", "before"


@dataclass(frozen=True)
class NoConditions:
    """The filter of a list that is shown whole."""


@dataclass(frozen=True)
class Asked(Generic[F]):
    """What an address asks of a list. `round` is '' unless the address names one; `ignored` tells the labels of what
    was not understood. `before` is the position from which an endless list goes on.
    """

    filter: F
    tab: str = ""
    order: str = ""
    round: str = ""
    before: int | None = None
    ignored: tuple[str, ...] = ()

    def at(self, tab: str) -> "Asked[F]":
        """The same conditions in another tab."""
        return replace(self, tab=tab, ignored=())

    def in_round(self, code: str) -> "Asked[F]":
        """The same conditions in another round."""
        return replace(self, round=code, ignored=())


@dataclass(frozen=True)
class RowCounts:
    """How many rows: of each tab and, where the list has several, of each round. `waiting`: how many wait anywhere."""

    total: int
    tabs: Mapping[str, int]
    rounds: Mapping[str, int] | None = None
    waiting: int = 0


class ListDefinition(Generic[S, F, R]):
    """`S` is the scope in which a viewer sees the list (his base, or nothing further), `F` the filter, a frozen
    dataclass, `R` a row. A list of its own says what differs from here.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    unit: ClassVar[str] = "条"
    filter: ClassVar[type]
    conditions: ClassVar[tuple[Condition, ...]] = ()
    orders: ClassVar[tuple[tuple[str, str], ...]] = ()
    tabs: ClassVar[tuple[str, ...]] = ()
    per_page: ClassVar[int] = 50
    endless: ClassVar[bool] = False
    leads: ClassVar[bool] = False
    submit: ClassVar[str] = "筛选"
    things: ClassVar[str] = "记录"
    columns: ClassVar[tuple[ListColumn[Any], ...]]

    def scope(self, viewer: User, where: str, at: datetime) -> S | None:
        """What this person may see at this moment; None for a stranger and for somebody who has lost his role."""
        raise NotImplementedError

    def where(self, scope: S) -> str:
        """The scope in a few letters, from which `scope` finds it again."""
        return ""

    def heading(self, scope: S) -> str:
        """Whose list it is, for the head of a file."""
        return ""

    def options(self, scope: S) -> Mapping[str, Options]:
        """What each `OptionCondition` offers."""
        return {}

    def rounds(self, scope: S) -> Options:
        """(code, name) of the rounds one may look at, the present one first; none for a list without rounds."""
        return ()

    def columns_for(self, scope: S) -> Sequence[ListColumn[Any]]:
        """The columns; fewer where a scope keeps something to itself."""
        return self.columns

    def file_columns(self, scope: S) -> list[ListColumn[Any]]:
        """What a file of this list holds."""
        return [column for column in self.columns_for(scope) if column.in_file]

    def orders_for(self, scope: S) -> tuple[tuple[str, str], ...]:
        """(name, label) of each order, the usual one first."""
        return self.orders

    def chosen_round(self, scope: S, asked: Asked[F]) -> str:
        """The code of the round that is shown: the one asked for, else the present one."""
        return asked.round or next((code for code, _ in self.rounds(scope)), "")

    def count(self, scope: S, asked: Asked[F]) -> RowCounts:
        raise NotImplementedError

    def rows(self, scope: S, asked: Asked[F], offset: int, limit: int) -> Sequence[R]:
        """A page of it. An endless list begins at `asked.before` and gives one row more when there are more."""
        raise NotImplementedError

    def every(self, scope: S, asked: Asked[F]) -> Iterable[R]:
        """All rows in the order of the page, as they are at one moment, without holding them all."""
        return self.rows(scope, asked, 0, 1_000_000)

    def person(self, row: R) -> UUID:
        """Whose personal numbers a row shows, where it shows some."""
        raise NotImplementedError

    def position(self, row: R) -> int:
        """Of a row of an endless list: what `before` says to go on behind it."""
        raise NotImplementedError

    def group(self, row: R, asked: Asked[F]) -> tuple[str, str] | None:
        """Heading (and note) under which neighbouring rows stand together."""
        return None

    def under(self, row: R, asked: Asked[F]) -> str:
        """What stands below the name of the row."""
        return ""

    def tab_label(self, tab: str) -> str:
        return "全部" if tab == ALL else tab

    def nothing_in(self, asked: Asked[F]) -> str:
        """What is said in place of rows."""
        return f"没有符合条件的{self.things}" if self.narrow(asked) else f"还没有{self.things}"

    def default_tab(self, wanted: F) -> str:
        return self.tabs[0] if self.tabs else ""

    def narrow(self, asked: Asked[F]) -> bool:
        """Whether a condition filters."""
        return any(self.given(asked).values())

    def read(self, given: Mapping[str, Any], scope: S) -> Asked[F]:
        """What an address asks for. Nothing in it is trusted: what is not understood does not filter and is told."""
        ignored, values = [], {}
        raws = {each.name: str(given.get(each.name, "")) for each in self.conditions}
        choosing = any(raws[each.name] for each in self.conditions if isinstance(each, OptionCondition))
        options = self.options(scope) if choosing else {}
        for condition in self.conditions:
            raw = raws[condition.name]
            values[condition.name] = condition.read(raw, options.get(condition.name, ()))
            if raw.strip("\x00 ") and not condition.spelled(values[condition.name]):
                ignored.append(condition.label)
        wanted = self.filter(**values)
        orders = dict(self.orders_for(scope))
        tab, order, round_ = (str(given.get(name, "")) for name in (TAB, ORDER, ROUND))
        return Asked(
            filter=wanted,
            tab=tab if tab in self.tabs else self.default_tab(wanted),
            order=order if order in orders else next(iter(orders), ""),
            round=round_ if round_ and round_ in dict(self.rounds(scope)) else "",
            before=_number(given.get(BEFORE, "")) if self.endless else None,
            ignored=tuple(ignored),
        )

    def given(self, asked: Asked[F]) -> dict[str, str]:
        """Name → spelling of each condition, '' where it does not filter."""
        return {each.name: each.spelled(getattr(asked.filter, each.name)) for each in self.conditions}

    def address(self, asked: Asked[F]) -> str:
        """The one spelling of what is asked, beginning with `?`."""
        order = asked.order if self.orders and asked.order != self.orders[0][0] else ""
        parts = {TAB: asked.tab, **self.given(asked), ORDER: order, ROUND: asked.round}
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def bare(self, asked: Asked[F]) -> Asked[F]:
        """The tab and the round alone."""
        return replace(asked, filter=self.filter(), order=next(iter(dict(self.orders)), ""), ignored=())

    def told(self, asked: Asked[F], scope: S) -> str:
        """Round, tab, conditions and order in words."""
        options, rounds = self.options(scope), dict(self.rounds(scope))
        words = [rounds.get(self.chosen_round(scope, asked), "")]
        words += [self.tab_label(asked.tab)] if self.tabs else []
        for each in self.conditions:
            value = getattr(asked.filter, each.name)
            if each.spelled(value):
                words.append(each.told(value, options.get(each.name, ())))
        words += [dict(self.orders)[asked.order]] if self.orders else []
        return "；".join(filter(None, words))

    def parameters(self) -> set[str]:
        """Every name that an address of this list may carry."""
        own = {each.name for each in fields(self.filter)}
        return own | {TAB, ORDER, ROUND, PAGE, BEFORE}


def _number(raw: Any) -> int | None:
    text = str(raw)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


known: dict[str, ListDefinition[Any, Any, Any]] = {}


def define(kind: type[ListDefinition[Any, Any, Any]]) -> type[ListDefinition[Any, Any, Any]]:
    """Make a list known by its name, so that a worker finds it again."""
    known[kind.name] = kind()
    return kind
