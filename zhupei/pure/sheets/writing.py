"""Workbooks that we write for clerks: templates, and the faulty rows of a file too large to be marked.

Everything is text: `write_string` and text cells, so that Excel neither damages long numbers nor runs what begins
with `=`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from zhupei.pure.sheets.columns import NUMERIC, SheetColumn
from zhupei.pure.sheets.faults import SheetFault
from zhupei.pure.sheets.letters import letters

OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
FAULTS = "错误"


class NotWritten(Exception):
    """The writer would have left something out: a cell outside the sheet, or a text longer than Excel holds."""


def template(sheet: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[str]] = ()) -> bytes:
    """The workbook that a clerk fills in: one sheet, its header, what is known already. No spare column or sheet."""
    out = io.BytesIO()
    workbook = Workbook(out, OPTIONS)
    head, text = workbook.add_format({"bold": True, "bg_color": "#DCE9F7"}), workbook.add_format({"num_format": "@"})
    page = workbook.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width, None if column.form in NUMERIC else text)
        _write(page, 0, place, column.name, head)
        if column.hint:
            page.write_comment(0, place, column.hint)
    for row, values in enumerate(rows, 1):
        for place, value in enumerate(values):
            if columns[place].form in NUMERIC and value.isdigit():
                _done(page.write_number(row, place, int(value)))
            elif value:
                _write(page, row, place, value, text)
    workbook.close()
    return out.getvalue()


def faulty_rows(
    headers: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], faults: Sequence[SheetFault]
) -> bytes:
    """`rows`: number in the file, and its cells. The last column says what is wrong; the first where the row stands."""
    said = {
        row: "；".join(f"{each.column}：{each.what}（{each.expected}）" if each.column else each.what for each in found)
        for row, found in groupby(sorted(faults, key=lambda each: (each.row, each.column)), key=lambda each: each.row)
    }
    out = io.BytesIO()
    workbook = Workbook(out, OPTIONS)
    text = workbook.add_format({"num_format": "@"})
    page = workbook.add_worksheet("有错的行")
    for place, header in enumerate(["原行号", *headers, FAULTS]):
        _write(page, 0, place, header, text)
    at = 1
    if 0 in said:
        _write(page, at, len(headers) + 1, said[0], text)
        at += 1
    for number, cells in rows:
        if number in said:
            for place, cell in enumerate([str(number), *cells]):
                _write(page, at, place, cell, text)
            _write(page, at, len(headers) + 1, said[number], text)
            at += 1
    workbook.close()
    return out.getvalue()


def _write(page: Worksheet, row: int, place: int, value: str, form: Format) -> None:
    if value:
        _done(page.write_string(row, place, value[:32_000], form), f"{letters(place + 1)}{row + 1}")


def _done(code: int, where: str = "") -> None:
    if code:
        raise NotWritten(f"{where}: {code}")
