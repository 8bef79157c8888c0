"""The person's own workbook with the faults marked, by openpyxl. Runs in the child only.

His formats and order stay; two columns are added at the right end and the faulty cells are painted. Both columns have
names that no kind knows, so the mended workbook can be uploaded as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from zhupei.pure.sheets import gate
from zhupei.pure.sheets.faults import SheetFault

WRONG, RIGHT = "哪里不对", "应该是"
PAINT = PatternFill("solid", fgColor="FFF4B6B6")


def marked(data: bytes, sheet: str, faults: Iterable[SheetFault]) -> bytes:
    """`faults` of this sheet; those without a row stand at its top. Raises `UnreadableSheet`."""
    gate.opened(data).close()
    workbook = load_workbook(io.BytesIO(data))
    page = workbook[sheet]
    first, second = page.max_column + 1, page.max_column + 2
    ordered = sorted(faults, key=lambda each: (max(each.row, 1), each.column))
    for row, found in groupby(ordered, key=lambda each: max(each.row, 1)):
        listed = list(found)
        _say(page.cell(row, first), "；".join(dict.fromkeys(each.what for each in listed)))
        _say(page.cell(row, second), "；".join(dict.fromkeys(each.expected for each in listed)))
        for each in listed:
            if each.column:
                page[f"{each.column}{row}"].fill = PAINT
    for column, title in ((first, WRONG), (second, RIGHT)):
        head = page.cell(1, column)
        head.value = f"{title}：{head.value}" if head.value else title
        head.font = Font(bold=True)
        page.column_dimensions[head.column_letter].width = 40
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        _InMemory(workbook, archive).save()
    return out.getvalue()


class _InMemory(ExcelWriter):
    """The child may not write files, not even temporary ones."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = WorksheetWriter(ws, out=io.BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)


def _say(cell: Any, text: str) -> None:
    """As text, whatever it begins with."""
    cell.value, cell.data_type, cell.number_format = text, "s", "@"
