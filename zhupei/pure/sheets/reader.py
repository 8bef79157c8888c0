"""Reading a file: gate, pre-scan, then the reader. Runs in the child only (`worker`)."""

from __future__ import annotations

import csv
import io
import posixpath
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from zhupei.pure.sheets import gate, prescan
from zhupei.pure.sheets.book import DATE, NUMBER, TEXT, TRUTH, Book
from zhupei.pure.sheets.faults import Fault, FaultKind, Unreadable, unreadable
from zhupei.pure.sheets.prescan import Scan

FIFTEEN = Context(prec=prescan.EXACT)
CHOOSE = "一个文件只留一张有数据的工作表，或指明导入哪一张"


def read(data: bytes, wanted: str = "") -> Book:
    """One sheet: `wanted`, or the only one with data. Raises `Unreadable`."""
    if gate.format_of(data) == "csv":
        return _csv(data)
    with gate.opened(data) as package:
        percent = prescan.percent_styles(package)
        scans = {name: (prescan.scan(package, part, percent), shown) for name, part, shown in _sheets(package)}
    filled = [name for name, (scan, _) in scans.items() if scan.cells]
    name = _chosen(filled, wanted)
    scan, shown = scans[name]
    del package
    rows = _rows(data, name, scan)
    return Book(
        sheet=name,
        sheets=filled,
        rows=rows,
        hidden=not shown,
        cells=scan.cells,
        notes={str(kind): dict(columns) for kind, columns in scan.notes.items()},
        more=scan.more,
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns,
        merged=scan.merged,
    )


def _chosen(filled: Sequence[str], wanted: str) -> str:
    if wanted in filled:
        return wanted
    if not filled:
        raise unreadable(FaultKind.HEADER, "文件里没有数据", "按模板填写后上传", "0 行")
    if len(filled) > 1:
        names = "、".join(f"“{name}”" for name in filled[:20])
        fault = Fault(FaultKind.SHEETS, names, CHOOSE, f"有 {len(filled)} 张工作表有数据")
        raise Unreadable(fault, tuple(filled))
    return filled[0]


def _rows(data: bytes, name: str, scan: Scan) -> list[list[str]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        raw = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        workbook.close()
    except MemoryError:
        raise
    except Exception as error:  # whatever the reader calls it
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件已损坏，打不开", gate.SAVE_AS) from error
    rows = []
    for index, row in enumerate(raw):
        cells = [_cell(value, scan.long.get((index, place))) for place, value in enumerate(row)]
        raw[index] = []
        rows.append(_trimmed(cells))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: Any, long: str | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return TEXT + value if value.strip() else ""
    if isinstance(value, bool):
        return TRUTH + ("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return NUMBER + _decimal(value, long)
    if isinstance(value, datetime):
        return DATE + (value + timedelta(milliseconds=500)).date().isoformat()
    if isinstance(value, date):
        return DATE + value.isoformat()
    if isinstance(value, time | timedelta):
        return TEXT + str(value)
    return TEXT + str(value)


def _decimal(value: float, long: str | None) -> str:
    """The digits that were typed. Up to fifteen of them come back whole from what the file holds; more are rounded to
    fifteen, which is what Excel shows (it writes 4.1 as 4.0999999999999996).
    """
    exact = FIFTEEN.create_decimal(long) if long else Decimal(repr(value))
    if not exact.is_finite() or exact.adjusted() > 40:
        return str(exact)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sheets(package: zipfile.ZipFile) -> list[tuple[str, str, bool]]:
    """Name, part and whether it is shown, of every worksheet in order."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship") and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = part

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" or name.endswith(":sheet"):
            key = next((value for each, value in attributes.items() if each.endswith(":id")), "")
            if key in targets:
                found.append(
                    (attributes.get("name", ""), targets[key], attributes.get("state", "visible") == "visible")
                )

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        try:
            parser.Parse(package.read(part), True)
        except (expat.ExpatError, KeyError) as error:
            raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件已损坏，打不开", gate.SAVE_AS) from error
    return found


def _csv(data: bytes) -> Book:
    """Comma, tab or semicolon, whichever the first line has most of."""
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows: list[list[str]] = []
    width = filled = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            cells = _trimmed([TEXT + cell if cell.strip() else "" for cell in record])
            rows.append(cells)
            width, filled = max(width, len(cells)), filled + sum(map(bool, cells))
            if cells:
                prescan.measured(len(rows), width)
    except csv.Error as error:
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "这个 CSV 文件的引号不成对，读不下去", gate.SAVE_AS) from error
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise unreadable(FaultKind.HEADER, "文件里没有数据", "按模板填写后上传", "0 行")
    return Book(sheet="CSV", sheets=["CSV"], rows=rows, cells=filled, csv=True)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text[:10_000]):
            return text
    raise unreadable(FaultKind.NOT_A_WORKBOOK, "这不是表格文件，也不是 UTF-8 或 GB18030 的 CSV", gate.SAVE_AS)
