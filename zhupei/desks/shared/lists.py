"""A list on a page: `show` reads the address, counts, reads one page and makes the cells that `ui.listing` lays out.

listed = lists.show(request, definition, scope, at, row_address=lambda row: …)
page(request, "…/queue.html", {"listed": listed})       {{ ui.listing(listed) }}
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest

from zhupei.desks.shared.counted import CountedPaginator as Pages
from zhupei.pure import dates
from zhupei.reports.lists.columns import NOTHING, ListColumn, ValueKind, text
from zhupei.reports.lists.conditions import Condition, Options
from zhupei.reports.lists.definition import BEFORE, PAGE, TAB, Asked, ListDefinition, RowCounts

RowAddress = Callable[[Any], str]


class Cell(NamedTuple):
    """One value of a row as the page shows it. `shows_text` is False where the tags say the same."""

    column: ListColumn[Any]
    text: str
    code: str = ""
    tags: Sequence[tuple[str, str]] = ()
    note: str = ""
    under: str = ""
    title: str = ""
    shows_text: bool = True

    @property
    def several(self) -> bool:
        """Whether it holds more than a text: then a phone keeps that together."""
        return bool(self.tags or self.note)


class ListRow(NamedTuple):
    """A row with where it leads, and the heading under which it begins."""

    row: Any
    cells: list[Cell]
    url: str
    heading: tuple[str, str] | None


@dataclass(frozen=True)
class Tab:
    """A tab or a round to choose."""

    label: str
    address: str
    count: int | None
    current: bool


class Input(NamedTuple):
    """A condition as a field of the form."""

    condition: Condition
    value: str
    options: Options


@dataclass
class ShownList:
    """What the template needs; `page` is None for an endless list, which has `older` instead."""

    definition: ListDefinition[Any, Any, Any]
    asked: Asked[Any]
    path: str
    counted: RowCounts
    columns: list[ListColumn[Any]]
    lines: list[ListRow]
    page: Page | None = None
    older: str = ""
    tabs: list[Tab] = field(default_factory=list)
    rounds: list[Tab] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    orders: Sequence[tuple[str, str]] = ()
    empty: str = ""
    nothing: str = ""
    hint: str = ""
    keeps_tab: bool = False

    @property
    def narrow(self) -> bool:
        return self.definition.narrow(self.asked)

    @property
    def missing(self) -> str:
        """What is said where there is no row at all."""
        return self.nothing if self.nothing and not self.narrow else self.definition.nothing_in(self.asked)

    @property
    def address(self) -> str:
        """What is asked, as it goes along with every link of the list."""
        return self.definition.address(self.asked)

    @property
    def bare(self) -> str:
        return self.path + (self.definition.address(self.definition.bare(self.asked)).rstrip("?"))

    @property
    def plain(self) -> list[Input]:
        return [each for each in self.inputs if not each.condition.further]

    @property
    def further(self) -> list[Input]:
        return [each for each in self.inputs if each.condition.further]

    @property
    def is_further(self) -> bool:
        """Whether something behind 更多条件 is in use, so that it is shown."""
        ordered = len(self.orders) > 1 and self.asked.order != self.orders[0][0]
        return any(each.value for each in self.further) or ordered

    @property
    def rows(self) -> list[Any]:
        return [line.row for line in self.lines]


def show(
    request: HttpRequest,
    definition: ListDefinition[Any, Any, Any],
    scope: Any,
    at: datetime,
    *,
    row_address: RowAddress | None = None,
    asked: Asked[Any] | None = None,
    **words: str,
) -> ShownList:
    """One page of the list as the address asks for it. `words`: `nothing` and `empty` say that and why there is no row,
    `hint` how to filter.
    """
    asked = asked or definition.read(request.GET, scope)
    counted = definition.count(scope, asked)
    page, older = None, ""
    if definition.endless:
        rows = list(definition.rows(scope, asked, 0, definition.per_page))
        if len(rows) > definition.per_page:
            rows.pop()
            mark = f"{BEFORE}={definition.position(rows[-1])}"
            older = f"{definition.address(asked).rstrip('?')}&{mark}" if _has(definition, asked) else f"?{mark}"
    else:
        page = Pages(counted.total, definition.per_page).get_page(request.GET.get(PAGE))
        rows = list(definition.rows(scope, asked, (page.number - 1) * definition.per_page, definition.per_page))
    columns = columns_of(definition, asked, scope)
    return ShownList(
        definition,
        asked,
        request.path,
        counted,
        columns,
        list(_lines(definition, asked, columns, rows, at, row_address)),
        page,
        older,
        _tabs(definition, asked, counted),
        _rounds(definition, asked, scope, counted),
        _inputs(definition, asked, scope),
        definition.orders_for(scope),
        keeps_tab=bool(definition.tabs and request.GET.get(TAB)),
        **words,
    )


def table(
    definition: ListDefinition[Any, Any, Any],
    scope: Any,
    rows: Sequence[Any],
    at: datetime,
    *,
    row_address: RowAddress | None = None,
    headed: bool = True,
) -> ShownList:
    """Rows that a page has already, laid out as their list lays them out: without filters and pages. `headed`: under
    the headings of their groups.
    """
    asked = definition.read({}, scope)
    columns = columns_of(definition, asked, scope)
    lines = list(_lines(definition, asked, columns, rows, at, row_address))
    if not headed:
        lines = [line._replace(heading=None) for line in lines]
    return ShownList(definition, asked, "", RowCounts(len(lines), {}), columns, lines)


def columns_of(definition: ListDefinition[Any, Any, Any], asked: Asked[Any], scope: Any) -> list[ListColumn[Any]]:
    """What the page shows in this tab."""
    return [
        each
        for each in definition.columns_for(scope)
        if each.on_page and (not each.in_tabs or asked.tab in each.in_tabs)
    ]


def shown(value: Any, kind: ValueKind, today: Any) -> str:
    """A value as people read it: dates without the year when it is this one, a dash where there is nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return dates.moment(value, today, seconds=kind is ValueKind.SECOND)
    return text(value, kind)


def _lines(
    definition: ListDefinition[Any, Any, Any],
    asked: Asked[Any],
    columns: Sequence[ListColumn[Any]],
    rows: Sequence[Any],
    at: datetime,
    row_address: RowAddress | None,
) -> Iterator[ListRow]:
    today, before = dates.local_day(at), None
    for row in rows:
        group = definition.group(row, asked)
        cells = [_cell(column, row, today, definition.under(row, asked) if column.head else "") for column in columns]
        yield ListRow(row, cells, row_address(row) if row_address else "", group if group != before else None)
        before = group


def _cell(column: ListColumn[Any], row: Any, today: Any, under: str) -> Cell:
    tags = list(column.tags(row)) if column.tags else []
    words = shown(column.value(row), column.kind, today)
    return Cell(
        column,
        words,
        column.code(row) if column.code else "",
        tags,
        column.note(row) if column.note else "",
        under,
        column.title(row) if column.title else "",
        all(words != label for label, _ in tags),
    )


def _has(definition: ListDefinition[Any, Any, Any], asked: Asked[Any]) -> bool:
    return len(definition.address(asked)) > 1


def _tabs(definition: ListDefinition[Any, Any, Any], asked: Asked[Any], counted: RowCounts) -> list[Tab]:
    return [
        Tab(
            definition.tab_label(tab),
            definition.address(asked.at(tab)),
            counted.tabs.get(tab, 0),
            tab == asked.tab,
        )
        for tab in definition.tabs
    ]


def _rounds(definition: ListDefinition[Any, Any, Any], asked: Asked[Any], scope: Any, counted: RowCounts) -> list[Tab]:
    """One for each round, when there are several; conditions stay, the page does not."""
    found = definition.rounds(scope)
    if len(found) < 2:
        return []
    chosen, counts = definition.chosen_round(scope, asked), counted.rounds
    return [
        Tab(
            label,
            definition.address(asked.in_round(code)),
            None if counts is None else counts.get(code, 0),
            code == chosen,
        )
        for code, label in found
    ]


def _inputs(definition: ListDefinition[Any, Any, Any], asked: Asked[Any], scope: Any) -> list[Input]:
    options, given = definition.options(scope), definition.given(asked)
    return [Input(each, given[each.name], options.get(each.name, ())) for each in definition.conditions]
