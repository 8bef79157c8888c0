"""Workbooks as clerks make them, and as they should not be."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEAD = ("准考证号", "姓名", "成绩")
ROWS = (("26530001", "张三", "87.5"), ("26530002", "李四", "90"), ("26530003", "王五", "61.25"))


def workbook(*rows: Sequence[Any], sheet: str = "成绩", change: Callable[[Worksheet], None] | None = None) -> bytes:
    """`rows` from the first on, values as openpyxl takes them; `change` gets the sheet before it is saved."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if change:
        change(page)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marks(*rows: Sequence[Any], change: Callable[[Worksheet], None] | None = None) -> bytes:
    return workbook(HEAD, *(rows or ROWS), change=change)


def with_part(data: bytes, name: str, text: bytes | Callable[[bytes], bytes]) -> bytes:
    """The same package with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            if part.filename != name:
                target.writestr(part, source.read(part))
        known = source.read(name) if name in source.namelist() else b""
        target.writestr(name, text(known) if callable(text) else text)
    return out.getvalue()


def raw_cells(data: bytes, cells: dict[str, str]) -> bytes:
    """Cells written as XML, the way a program might: `{"A2": '<c r="A2"><v>1</v></c>'}`."""

    def put(sheet: bytes) -> bytes:
        for place, xml in cells.items():
            sheet = re.sub(rb'<c r="%s"[^>]*?(/>|>.*?</c>)' % place.encode(), xml.encode(), sheet, count=1, flags=re.S)
        return sheet

    return with_part(data, "xl/worksheets/sheet1.xml", put)


def csv_file(rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)
