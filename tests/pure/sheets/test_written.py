"""What a clerk gets back: his own workbook with the faults marked, one of the faulty rows, a template to fill in."""

import io

import openpyxl
from openpyxl.styles import Font

from tests.pure.sheets.conftest import COLUMNS
from tests.pure.sheets.workbooks import HEAD, ROWS, marks
from zhupei.pure.sheets.columns import Form, SheetColumn
from zhupei.pure.sheets.faults import FaultKind, SheetFault
from zhupei.pure.sheets.writing import faulty_rows, template


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def own(page):
    page["B2"].font = Font(name="楷体", italic=True)
    page["E9"] = "=SUM(C2:C4)"


def test_the_marked_copy_is_the_persons_own_workbook(reader, checked):
    data = marks(("26530001", "张山", "101"), *ROWS[1:], change=own)
    table, faults, _ = checked(data)

    page = opened(reader.marked(data, table.sheet, faults))["成绩"]

    assert page["B2"].font.name == "楷体" and page["E9"].value == "=SUM(C2:C4)"
    assert (page["F1"].value, page["G1"].value) == ("哪里不对", "应该是")
    assert page["F2"].value == "姓名与号码不是同一个人；超出范围（0 至 100）"
    assert page["B2"].fill.fgColor.rgb == page["C2"].fill.fgColor.rgb != page["B3"].fill.fgColor.rgb


def test_a_mended_marked_copy_is_read_as_it_is(reader, checked):
    data = marks(("26530001", "张山", "87.5"), *ROWS[1:])
    table, faults, _ = checked(data)
    book = opened(reader.marked(data, table.sheet, faults))
    book["成绩"]["B2"] = "张三"
    out = io.BytesIO()
    book.save(out)

    _, left, _ = checked(out.getvalue())

    assert left == []


def test_what_is_marked_stays_text(reader):
    fault = SheetFault(FaultKind.FORMULA, "=1+1", "=HYPERLINK(1)", "=1+1", "成绩", 2, "C")

    page = opened(reader.marked(marks(), "成绩", [fault]))["成绩"]

    assert (page["D2"].value, page["D2"].data_type) == ("=1+1", "s")
    assert (page["E2"].value, page["E2"].data_type) == ("=HYPERLINK(1)", "s")


def test_the_faulty_rows_of_a_large_file():
    fault = SheetFault(FaultKind.OUT_OF_RANGE, "101", "0 至 100", "超出范围", "成绩", 3, "C")

    page = opened(faulty_rows(HEAD, [(2, ROWS[0]), (3, ("0265", "=1+1", "101"))], [fault])).active

    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows == [["原行号", *HEAD, "错误"], ["3", "0265", "=1+1", "101", "C：超出范围（0 至 100）"]]
    assert page["C2"].data_type == "s"


def test_a_template_has_text_cells_and_nothing_spare(read):
    data = template("成绩", COLUMNS, [("00530001", "张三", "7", "")])

    book = opened(data)
    page = book.active
    assert book.sheetnames == ["成绩"] and not book.defined_names and page.max_column == len(COLUMNS)
    assert page.column_dimensions["A"].number_format == "@" == page["A2"].number_format
    assert (page["A2"].value, page["C2"].value) == ("00530001", 7)
    assert read(data).lines[0]["准考证号"] == "00530001"


def test_text_in_a_template_is_never_run(read):
    columns = (SheetColumn(name="姓名", form=Form.TEXT), SheetColumn(name="网址", form=Form.TEXT))

    page = opened(template("名单", columns, [("=1+1", "https://example.invalid/")])).active

    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert page["B2"].hyperlink is None
