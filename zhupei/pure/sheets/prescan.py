"""The pre-scan: how large each sheet really is, and what the reader would hide. Runs in the child, before the reader.

It lists formulas, error cells, per-cent cells, hidden rows and columns, merged cells, and numbers of more than fifteen
digits with the digits that the file has. Rows and columns count from 0 here.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from zhupei.pure.sheets import limits
from zhupei.pure.sheets.faults import FaultKind, unreadable
from zhupei.pure.sheets.gate import SAVE_AS
from zhupei.pure.sheets.letters import number

CHUNK = 1 << 16
EXACT = 15  # Excel keeps that many digits of a number
LONGEST_FORMULA = 80
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main "
PERCENT_FORMATS = {9, 10}
_SPLIT = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Scan:
    """`notes`: kind → column → row → what stands there. `long`: cells whose digits the reader would lose."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    notes: dict[str, dict[int, dict[int, str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    more: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    long: dict[tuple[int, int], str] = field(default_factory=dict)

    def note(self, kind: str, row: int, column: int, found: str) -> None:
        rows = self.notes[kind][column]
        if len(rows) < limits.MOST_NOTES:
            rows[row] = found
        else:
            self.more += 1


def scan(package: zipfile.ZipFile, part: str, percent: frozenset[int]) -> Scan:
    """One worksheet. Raises `UnreadableSheet` for one that the reader must not see."""
    reader = _Reader(percent)
    _parsed(package, part, reader.parser)
    return reader.scan


def percent_styles(package: zipfile.ZipFile) -> frozenset[int]:
    """Which cell styles show per cent."""
    if "xl/styles.xml" not in package.namelist():
        return frozenset()
    known, found, inside = set(PERCENT_FORMATS), [], [False]
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            known.add(int(attributes.get("numFmtId", "-1")))
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            found.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        if _tag(name) == "cellXfs":
            inside[0] = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    _parsed(package, "xl/styles.xml", parser)
    return frozenset(index for index, style in enumerate(found) if style in known)


def _parsed(package: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    parser.buffer_text = True
    try:
        with package.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, ValueError, OverflowError) as error:
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件已损坏，打不开", SAVE_AS) from error


def _tag(name: str) -> str:
    return name.removeprefix(MAIN).removeprefix(STRICT)


class _Reader:
    """Follows a worksheet cell by cell and keeps only what is not plain."""

    def __init__(self, percent: frozenset[int]) -> None:
        self.scan = Scan()
        self._percent = percent
        self._row, self._column, self._kind, self._style = -1, -1, "n", 0
        self._text: list[str] | None = None
        self._filled, self._formula, self._row_hidden = False, "", False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if tag == "c":
            self._cell(attributes)
        elif tag == "v" or tag == "f" or tag == "t":
            self._text = []
            self.parser.CharacterDataHandler = self._text.append
        elif tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            self._row_hidden = attributes.get("hidden") in ("1", "true")
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self.scan.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        elif tag == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def _end(self, name: str) -> None:
        tag = _tag(name)
        if tag == "v" or tag == "t":
            self._value("".join(self._text or ()))
        elif tag == "f":
            self._formula = "=" + "".join(self._text or ())[:LONGEST_FORMULA]
        elif tag == "c":
            self._over()
        else:
            return
        self._text = None
        self.parser.CharacterDataHandler = None

    def _cell(self, attributes: dict[str, str]) -> None:
        place = _SPLIT.fullmatch(attributes.get("r", ""))
        if place:
            self._column, self._row = number(place[1]) - 1, int(place[2]) - 1
        else:
            self._column += 1
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
        self._filled, self._formula = False, ""

    def _value(self, text: str) -> None:
        if not text:
            return
        self._filled = True
        if self._kind == "n":
            self._number(text)
        elif self._kind == "e":
            self.scan.note(FaultKind.ERROR_CELL, self._row, self._column, text)

    def _number(self, text: str) -> None:
        if self._style in self._percent:
            self.scan.note(FaultKind.PERCENT, self._row, self._column, text)
        if len(text) <= EXACT:
            return
        try:
            value = Decimal(text)
        except InvalidOperation:
            return
        if not value.is_finite() or (len(value.as_tuple().digits) <= EXACT and value.adjusted() < EXACT):
            return
        self.scan.long[self._row, self._column] = text[:LONGEST_FORMULA]
        if value.adjusted() >= EXACT:
            whole = f"{value:f}".split(".")[0] if value.adjusted() < LONGEST_FORMULA else text[:LONGEST_FORMULA]
            self.scan.note(FaultKind.DAMAGED_NUMBER, self._row, self._column, whole)

    def _over(self) -> None:
        """The end of a cell; one without a value is only paint."""
        if self._formula:
            self.scan.note(FaultKind.FORMULA, self._row, self._column, self._formula)
        if not self._filled and not self._formula:
            return
        scan = self.scan
        scan.cells += 1
        scan.rows, scan.columns = max(scan.rows, self._row + 1), max(scan.columns, self._column + 1)
        if self._row_hidden and (not scan.hidden_rows or scan.hidden_rows[-1] != self._row):
            scan.hidden_rows.append(self._row)
        measured(scan.rows, scan.columns)

    def _merged(self, reference: str) -> None:
        ends = [_SPLIT.fullmatch(each) for each in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1] and len(self.scan.merged) < limits.MOST_NOTES:
            (left, top), (right, bottom) = ((number(each[1]) - 1, int(each[2]) - 1) for each in ends if each)
            self.scan.merged.append((top, left, bottom, right))


def measured(rows: int, columns: int) -> None:
    """Raises `UnreadableSheet` for a rectangle that nobody has filled by hand."""
    if columns > limits.MOST_COLUMNS:
        where, most = f"第 {columns} 列有内容", f"最多 {limits.MOST_COLUMNS} 列"
    elif rows > limits.MOST_ROWS:
        where, most = f"第 {rows} 行有内容", f"最多 {limits.MOST_ROWS} 行"
    elif rows * columns > limits.MOST_AREA:
        where, most = f"表格有 {rows} 行 × {columns} 列", f"最多 {limits.MOST_AREA} 个单元格"
    else:
        return
    help_ = "把要导入的行复制到新建的工作簿里，保存后上传"
    raise unreadable(FaultKind.TOO_LARGE, f"{where}，{most}", help_, where)
