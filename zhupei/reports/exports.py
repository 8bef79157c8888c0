"""Writing a list into a file: Excel, CSV, JSON. Row by row, in flat memory, and nothing in it is ever a formula."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhupei.reports.lists.columns import ListColumn, ValueKind, text
from zhupei.reports.models import Export

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

STEP = 500  # rows between two words about the progress
LONGEST_CELL = 32_767
MOST_DIGITS = 15  # Excel keeps no more of a number
FORMULA = ("=", "+", "-", "@", "\t", "\r")
OFF = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
ERRORS = {-1: "a cell outside of the sheet", -2: "a text longer than a cell"}
Tick = Callable[[int], None]


class Unwritable(Exception):
    """Something does not fit into a workbook; a file without it would be another list."""


@dataclass(frozen=True)
class ExportHead:
    """What a file says about itself: whose list, what was asked, why, by whom, when."""

    title: str
    where: str
    told: str
    reason: str
    who: str
    at: datetime
    whole: bool
    unit: str

    @property
    def mark(self) -> str:
        return f"{self.who} {text(self.at)} 导出 · 内部资料，请勿外传"

    @property
    def lines(self) -> list[str]:
        numbers = "含完整号码，已逐个记录" if self.whole else "号码已遮盖"
        return [
            f"{self.title} · {self.where}".strip(" ·"),
            f"筛选：{self.told}",
            f"用途：{self.reason}",
            f"{self.mark}；{numbers}",
        ]


def write(
    form: str,
    path: Path,
    head: ExportHead,
    columns: Sequence[ListColumn[Any]],
    rows: Iterable[Any],
    tick: Tick = lambda n: None,
) -> int:
    """Write the file; how many rows there were. Temporary files lie beside it. Raises Unwritable."""
    writer = {Export.Form.XLSX: _workbook, Export.Form.CSV: _csv, Export.Form.JSON: _json}[Export.Form(form)]
    return writer(path, head, columns, _told(rows, tick))


def value_of(column: ListColumn[Any], row: Any, whole: bool) -> Any:
    return column.plain(row) if whole and column.plain else column.value(row)


def _told(rows: Iterable[Any], tick: Tick) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if number and not number % STEP:
            tick(number)
        yield row


def _workbook(path: Path, head: ExportHead, columns: Sequence[ListColumn[Any]], rows: Iterable[Any]) -> int:
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent), **OFF})
    try:
        book.set_properties({"title": head.lines[0], "author": head.who, "comments": head.mark})
        sheet = book.add_worksheet("名单")
        strong = book.add_format({"bold": True})
        named = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        plain = book.add_format({"num_format": "@"})
        _arrange(sheet, head, columns)
        for number, line in enumerate(head.lines):
            _put(sheet, number, 0, line, strong if number == 0 else None)
        first = len(head.lines)
        for index, column in enumerate(columns):
            _put(sheet, first, index, column.label, named)
        count = 0
        for count, row in enumerate(rows, 1):
            for index, column in enumerate(columns):
                _cell(sheet, first + count, index, value_of(column, row, head.whole), column.kind, plain)
        _put(sheet, first + count + 1, 0, f"共 {count} {head.unit}", strong)
        return count
    finally:
        book.close()


def _arrange(sheet: "Worksheet", head: ExportHead, columns: Sequence[ListColumn[Any]]) -> None:
    """Widths, the rows that stay, and the mark that every printed page carries."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.freeze_panes(len(head.lines) + 1, 1)
    sheet.repeat_rows(len(head.lines))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    mark = head.mark[:100].replace("&", "&&")
    sheet.set_header(f"&C&K999999{mark}")
    sheet.set_footer(f"&L&K999999{mark}&R&P / &N")


def _cell(sheet: "Worksheet", row: int, index: int, value: Any, kind: ValueKind, plain: Any) -> None:
    """A figure is a number while Excel keeps all its digits; whatever else there is, is text."""
    if kind is ValueKind.NUMBER and isinstance(value, int) and len(str(abs(value))) <= MOST_DIGITS:
        _checked(sheet.write_number(row, index, value))
    elif words := text(value, kind):
        _put(sheet, row, index, words, plain)


def _put(sheet: "Worksheet", row: int, index: int, words: str, style: Any = None) -> None:
    _checked(sheet.write_string(row, index, _sound(words), style))


def _checked(code: int) -> None:
    if code:
        raise Unwritable(ERRORS.get(code, str(code)))


def _sound(words: str) -> str:
    """Without halves of characters, which no file can hold."""
    return words.encode("utf-8", "replace").decode()


def _csv(path: Path, head: ExportHead, columns: Sequence[ListColumn[Any]], rows: Iterable[Any]) -> int:
    """The table alone, for programs. What Excel would take for a formula gets an apostrophe before it."""
    count = 0
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        out = csv.writer(file)
        out.writerow([column.label for column in columns])
        for count, row in enumerate(rows, 1):  # noqa: B007  how many there were
            cells = (text(value_of(column, row, head.whole), column.kind) for column in columns)
            out.writerow(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells)
    return count


def _json(path: Path, head: ExportHead, columns: Sequence[ListColumn[Any]], rows: Iterable[Any]) -> int:
    """One object: what the file is, and the rows by the names of the columns, each on a line of its own."""
    about = {
        "title": head.lines[0],
        "asked": head.told,
        "reason": head.reason,
        "by": head.who,
        "at": head.at.isoformat(timespec="seconds"),
        "whole": head.whole,
    }
    count = 0
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.write(f'{{"about": {json.dumps(about, ensure_ascii=False)}, "rows": [')
        for count, row in enumerate(rows, 1):
            cells = {column.name: _plain(value_of(column, row, head.whole), column.kind) for column in columns}
            file.write(f"{',' if count > 1 else ''}\n{json.dumps(cells, ensure_ascii=False)}")
        file.write(f'\n], "count": {count}}}\n')
    return count


def _plain(value: Any, kind: ValueKind) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value if value is None or kind is ValueKind.NUMBER else text(value, kind)
