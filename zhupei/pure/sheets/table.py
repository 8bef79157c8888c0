"""A table read: the rows of the used columns as clean text, and every fault that any kind of table can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhupei.pure.identity.masks import mask
from zhupei.pure.sheets.book import NUMBER, Book
from zhupei.pure.sheets.cleaning import cleaned
from zhupei.pure.sheets.columns import NUMERIC, Form, Matching, SheetColumn, match, repeated
from zhupei.pure.sheets.faults import FaultKind, SheetFault, UnreadableSheet
from zhupei.pure.sheets.letters import letters
from zhupei.pure.sheets.values import Wrong

EMPTY = "（空）"
LONGEST_FOUND = 60
SHOW = "取消隐藏，核对后保留或删除"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the file: its number as Excel shows it, and name of a column → clean text. `faulty`: columns of which
    the table has already said what is wrong.
    """

    row: int
    values: Mapping[str, str]
    faulty: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass
class Table:
    """`normalised`: column → how many of its cells were cleaned. `beside`: rows with nothing but in unused columns."""

    sheet: str
    matching: Matching
    columns: Sequence[SheetColumn]
    lines: list[SheetRow]
    faults: list[SheetFault]
    cells: int
    normalised: Counter[str] = field(default_factory=Counter)
    beside: list[int] = field(default_factory=list)
    own: bool = True  # a workbook that can be given back with marks

    @property
    def letters(self) -> dict[str, str]:
        return self.matching.letters

    def fault(
        self, kind: FaultKind, line: SheetRow, name: str, *, what: str, expected: str, found: str = ""
    ) -> SheetFault:
        """A fault in this cell. `found` is what stands there unless something else is said; people's numbers masked."""
        column = next((each for each in self.columns if each.name == name), None)
        text = found or line[name] or EMPTY
        if column is not None and column.secret and not found:
            text = mask(text) if line[name] else EMPTY
        return SheetFault(kind, shortened(text), expected, what, self.sheet, line.row, self.letters.get(name, ""))

    def wrong(self, wrong: Wrong, line: SheetRow, name: str) -> SheetFault:
        return self.fault(wrong.kind, line, name, what=wrong.what, expected=wrong.expected)


def read(book: Book, columns: Sequence[SheetColumn], by_hand: Mapping[str, str] | None = None) -> Table:
    """Raises `UnreadableSheet` where nothing can be checked: no header that is understood, no row below it."""
    matching = match(book, columns, by_hand)
    table = Table(book.sheet, matching, columns, [], [], book.cells, own=not book.csv)
    notes = _Notes(book, matching)
    for index in range(matching.row + 1, max(len(book.rows), notes.end)):
        cells = book.rows[index] if index < len(book.rows) else []
        used = any(place < len(cells) and cells[place] for place in matching.places.values())
        if not used and not notes.noted(index):
            table.beside += [index + 1] if cells else []
        elif used and repeated(cells, matching, columns):
            what, expected = "表头在数据中间又出现了一次", "删去这一行，一个文件只放一张表"
            table.faults.append(SheetFault(FaultKind.HEADER, "表头", expected, what, book.sheet, index + 1))
        else:
            _line(table, index, cells, notes)
    if not table.lines:
        fault = SheetFault(
            FaultKind.HEADER, "0 行", "在表头下面填写数据", "表头下面没有数据", book.sheet, matching.row + 1
        )
        raise UnreadableSheet(fault)
    table.faults += notes.of_the_sheet()
    return table


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_FOUND else f"{text[: LONGEST_FOUND - 1]}…"


def _line(table: Table, index: int, cells: Sequence[str], notes: _Notes) -> None:
    values, faulty = {}, set()
    for column in table.columns:
        place = table.matching.places.get(column.name)
        cell = cells[place] if place is not None and place < len(cells) else ""
        text, changed = cleaned(cell, column.form) if cell else ("", False)
        values[column.name] = text
        table.normalised[column.name] += changed
        if place is not None and (fault := notes.at(index, place, column, cell) or _empty(table, index, column, text)):
            faulty.add(column.name)
            table.faults.append(fault)
    table.lines.append(SheetRow(index + 1, values, frozenset(faulty)))


def _empty(table: Table, index: int, column: SheetColumn, text: str) -> SheetFault | None:
    if text or not column.filled:
        return None
    kind = FaultKind.NOT_A_NUMBER if column.form in NUMERIC else FaultKind.UNKNOWN_KEY
    place = table.letters[column.name]
    return SheetFault(kind, EMPTY, f"填写{column.name}", f"{column.name}没有填写", table.sheet, index + 1, place)


class _Notes:
    """What the pre-scan has found, asked cell by cell of the used columns."""

    def __init__(self, book: Book, matching: Matching) -> None:
        self._book, self._matching = book, matching
        used = set(matching.places.values())
        self._of = {kind: {place: of for place, of in by.items() if place in used} for kind, by in book.notes.items()}
        self._rows = {row for by in self._of.values() for of in by.values() for row in of}
        self.end = max(self._rows, default=-1) + 1

    def noted(self, row: int) -> bool:
        """A cell may have no value and yet be a formula: its row is not skipped."""
        return row in self._rows

    def at(self, row: int, place: int, column: SheetColumn, cell: str) -> SheetFault | None:
        """Formulas come first: whatever else is wrong with such a cell comes from it."""
        for kind, words in _WORDS.items():
            found = self._of.get(kind, {}).get(place, {}).get(row)
            if found is None or not _concerns(kind, column):
                continue
            what, expected = words
            shown = mask(found) if column.secret and kind == FaultKind.DAMAGED_NUMBER else shortened(found)
            return SheetFault(FaultKind(kind), shown, expected, what, self._book.sheet, row + 1, letters(place + 1))
        if column.form == Form.KEY and "E+" in cell.upper() and (self._book.csv or cell[0] == NUMBER):
            what, expected = _WORDS[FaultKind.DAMAGED_NUMBER]
            kind = FaultKind.DAMAGED_NUMBER
            return SheetFault(kind, cell[1:], expected, what, self._book.sheet, row + 1, letters(place + 1))
        return None

    def of_the_sheet(self) -> Iterator[SheetFault]:
        """Hidden rows and columns with data, merged cells, and what is too much to be listed cell by cell."""
        book, head = self._book, self._matching.row
        names = {place: name for name, place in self._matching.places.items()}
        if book.hidden:
            yield SheetFault(FaultKind.HIDDEN, book.sheet, SHOW, "工作表是隐藏的", book.sheet)
        for row in book.hidden_rows:
            if row > head:
                yield SheetFault(
                    FaultKind.HIDDEN, "隐藏的行", SHOW, "这一行是隐藏的，或被筛选掉了", book.sheet, row + 1
                )
        for first, last in book.hidden_columns:
            for place in sorted(names):
                if first <= place <= last:
                    what = f"“{names[place]}”列是隐藏的"
                    where = letters(place + 1)
                    yield SheetFault(FaultKind.HIDDEN, "隐藏的列", SHOW, what, book.sheet, head + 1, where)
        for top, left, bottom, right in book.merged:
            used = [place for place in sorted(names) if left <= place <= right]
            if bottom > head and used:
                found = f"{letters(left + 1)}{top + 1}:{letters(right + 1)}{bottom + 1}"
                what, where = "数据里有合并单元格", letters(used[0] + 1)
                expected = "取消合并，每一行都填写自己的内容"
                yield SheetFault(FaultKind.MERGED, found, expected, what, book.sheet, max(top, head + 1) + 1, where)
        if book.more:
            what = f"还有 {book.more} 个同类的单元格没有逐一列出"
            yield SheetFault(FaultKind.FORMULA, f"{book.more} 个", "整列复制，再选择性粘贴为数值", what, book.sheet)


_WORDS: dict[str, tuple[str, str]] = {
    FaultKind.FORMULA: ("是公式，不是数值", "整列复制，再选择性粘贴为数值"),
    FaultKind.ERROR_CELL: ("是错误值", "改成真正的内容"),
    FaultKind.DAMAGED_NUMBER: (
        "号码按数字保存，Excel 只留前 15 位，后面的已经丢失",
        "把这一列设成文本格式，从原始资料重新填写，不要在原处修补",
    ),
    FaultKind.PERCENT: ("是百分数格式", "把格式改成常规，填写分数本身"),
}


def _concerns(kind: str, column: SheetColumn) -> bool:
    if kind == FaultKind.DAMAGED_NUMBER:
        return column.form == Form.KEY
    if kind == FaultKind.PERCENT:
        return column.form in NUMERIC
    return True
