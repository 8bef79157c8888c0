"""Files made to hurt: refused in words, and the child lives or is replaced; whoever comes next is served."""

import io
import os
import signal
import threading
import zipfile

import pytest
import xlsxwriter

from tests.pure.sheets.workbooks import HEAD, ROWS, marks, with_part, workbook
from zhupei.pure.child.parent import MEGABYTE
from zhupei.pure.sheets.faults import FaultKind, Unreadable
from zhupei.pure.sheets.reading import SheetReader

DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><sst>&lol;</sst>'


def refusal(reader, data):
    with pytest.raises(Unreadable) as refused:
        reader.read(data)
    return refused.value.fault


def bomb(place):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write(0, 0, "准考证号")
    page.write(*place, "x")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("place", [(0, 16_383), (1_048_575, 0), (1_048_575, 16_383)])
def test_five_kilobytes_with_a_cell_in_the_last_place_are_refused_and_the_child_lives(reader, place):
    reader.warm()
    child, data = reader._process.pid, bomb(place)

    fault = refusal(reader, data)

    assert len(data) < 8_000
    assert fault.kind == FaultKind.TOO_LARGE and "最多" in fault.what
    assert reader._process.pid == child and reader.read(marks()).rows


def test_the_same_bomb_kills_a_child_that_has_no_gate(reader):
    """The control: what the gate is there for."""
    code = (
        "import sys, io, resource; resource.setrlimit(resource.RLIMIT_DATA, (700 << 20, 700 << 20));"
        "from python_calamine import CalamineWorkbook;"
        "CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0).to_python()"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], input=bomb((1_048_575, 16_383)), capture_output=True)

    assert done.returncode != 0


def test_paint_far_away_is_no_content(reader):
    """Whole rows and columns are formatted by a click; that makes no table large."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page, paint = book.add_worksheet(), book.add_format({"bg_color": "#FFFF00"})
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ROWS[0])
    page.write_blank(1_048_575, 16_383, None, paint)
    book.close()

    assert len(reader.read(out.getvalue()).rows) == 2


def test_a_stray_blank_at_row_60001_is_no_row(reader):
    data = marks(change=lambda page: page.cell(60_001, 2, " "))

    assert len(reader.read(data).rows) == 1 + len(ROWS)


@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/other.xml"]
)
def test_a_document_type_is_not_let_in(reader, part):
    fault = refusal(reader, with_part(marks(), f"xl/{part}", DOCTYPE))

    assert fault.kind == FaultKind.NOT_A_WORKBOOK and "DTD" in fault.what


def test_a_file_that_unpacks_to_more_than_200_mb(reader):
    fault = refusal(reader, with_part(marks(), "xl/media/a.bin", bytes(201 * MEGABYTE)))

    assert fault.kind == FaultKind.TOO_LARGE and "200 MB" in fault.what


def test_a_file_that_unpacks_to_too_many_times_its_size(reader):
    fault = refusal(reader, with_part(marks(), "xl/media/a.bin", bytes(11 * MEGABYTE)))

    assert fault.kind == FaultKind.TOO_LARGE and "200 倍" in fault.what


def test_below_10_mb_no_ratio_counts(reader):
    assert reader.read(with_part(marks(), "xl/media/a.bin", bytes(9 * MEGABYTE))).rows


def test_a_part_that_lies_about_its_size(reader):
    data = bytearray(with_part(marks(), "xl/media/a.bin", bytes(2 * MEGABYTE)))
    declared = (2 * MEGABYTE).to_bytes(4, "little")
    while (at := data.find(declared)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")

    assert refusal(reader, bytes(data)).kind == FaultKind.NOT_A_WORKBOOK


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl/workbook.bin": b"x"}, ".xlsb"),
        ({"content.xml": b"<a/>"}, ".ods"),
        ({"word/document.xml": b"<a/>"}, ".docx"),
        ({"readme.txt": b"x"}, "不是 .xlsx"),
    ],
)
def test_another_package_is_called_by_its_name(reader, parts, words):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)

    assert words in refusal(reader, out.getvalue()).what


@pytest.mark.parametrize("harm", [b"<worksheet", b"\x00\xff", b"<worksheet><sheetData><row r='x'/></sheetData>"])
def test_a_sheet_that_is_no_sheet(reader, harm):
    assert refusal(reader, with_part(marks(), "xl/worksheets/sheet1.xml", harm)).kind == FaultKind.NOT_A_WORKBOOK


def dies_at_work(pid):
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()


def test_a_child_that_is_killed_over_a_file_refuses_it_and_the_next_one_is_read():
    with SheetReader() as own:
        own.warm()
        dies_at_work(own._process.pid)

        fault = refusal(own, marks())

        assert fault.kind == FaultKind.NOT_A_WORKBOOK and "没有读完" in fault.what
        assert own.read(marks()).rows


def test_a_child_without_patience_or_memory_refuses():
    large = workbook(HEAD, *((str(n), "张三", "1") for n in range(30_000)))
    with SheetReader(seconds=0.05) as hasty, SheetReader(memory=24 * MEGABYTE) as small:
        slow, greedy = refusal(hasty, large), refusal(small, large)

        assert slow.kind == FaultKind.TOO_LARGE
        assert "内存" in greedy.what or "没有读完" in greedy.what, "the reader may abort before anybody can tell why"
        assert small.read(marks()).rows


def test_a_sheet_with_many_formulas_lists_some_and_counts_the_rest(read):
    data = workbook(HEAD, *(("=A1", "=B1", "=C1") for _ in range(2_100)))

    table = read(data)

    assert len(table.faults) == 3 * 2_000 + 1
    assert "300" in table.faults[-1].what
