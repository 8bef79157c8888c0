"""Every kind of fault of sheets.md has a workbook here, its cell and the words that it gets."""

import openpyxl
import pytest
from openpyxl.styles import numbers

from tests.pure.sheets.workbooks import HEAD, ROWS, csv_file, marks, raw_cells, saved, workbook
from zhupei.pure.sheets.faults import FaultKind, UnreadableSheet

WHOLE = ("sheets", "too-large", "not-a-workbook")


def formatted(place, form):
    def change(page):
        page[place].number_format = form

    return change


def set_cell(place, value):
    def change(page):
        page[place] = value

    return change


def hidden_row(page):
    page.row_dimensions[3].hidden = True


def hidden_column(page):
    page.column_dimensions["C"].hidden = True


def merged(page):
    page.merge_cells("C2:C3")


FOUND = {
    "header repeated": (marks(*ROWS, HEAD), "header", "", 5, "表头在数据中间又出现了一次"),
    "unknown key": (marks(*ROWS, ("99990001", "赵六", "70")), "unknown-key", "A", 5, "名单里没有这个准考证号"),
    "empty key": (marks(*ROWS, (None, "赵六", "70")), "unknown-key", "A", 5, "准考证号没有填写"),
    "duplicate key": (marks(*ROWS, ("26530001", "张三", "12")), "duplicate-key", "A", 5, "与第 2 行的准考证号相同"),
    "another name": (marks(("26530001", "张山", "87.5"), *ROWS[1:]), "name-mismatch", "B", 2, "不是同一个人"),
    "missing person": (marks(*ROWS[:2]), "missing-person", "A", 0, "名单里有，文件里没有"),
    "out of range": (marks(("26530001", "张三", "100.5"), *ROWS[1:]), "out-of-range", "C", 2, "超出范围（0 至 100）"),
    "decimals": (marks(("26530001", "张三", "87.125"), *ROWS[1:]), "decimals", "C", 2, "有 3 位小数"),
    "not a number": (marks(("26530001", "张三", "八十"), *ROWS[1:]), "not-a-number", "C", 2, "不是数字"),
    "thousands": (marks(("26530001", "张三", "1,234"), *ROWS[1:]), "not-a-number", "C", 2, "数字里有逗号"),
    "formula": (marks(change=set_cell("C2", "=40+47.5")), "formula", "C", 2, "是公式，不是数值"),
    "error cell": (marks(change=set_cell("C3", "#N/A")), "error-cell", "C", 3, "是错误值"),
    "hidden row": (marks(change=hidden_row), "hidden", "", 3, "这一行是隐藏的，或被筛选掉了"),
    "hidden column": (marks(change=hidden_column), "hidden", "C", 1, "“成绩”列是隐藏的"),
    "merged": (marks(change=merged), "merged", "C", 2, "数据里有合并单元格"),
    "per cent as format": (marks(("26530001", "张三", 0.875), *ROWS[1:], change=formatted("C2", "0.00%")),
                           "percent", "C", 2, "是百分数格式"),
    "per cent as text": (marks(("26530001", "张三", "87.5%"), *ROWS[1:]), "percent", "C", 2, "成绩写成了百分数"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(FOUND))
def test_a_fault_is_found_at_its_cell_and_told(case, checked):
    data, kind, column, row, words = FOUND[case]

    table, faults, sentence = checked(data)

    found = [fault for fault in faults if fault.kind == kind]
    assert [(fault.row, fault.column) for fault in found] == [(row, column)]
    assert words in found[0].what and found[0].expected and found[0].sheet == table.sheet == "成绩"
    assert sentence != f"{len(table.lines)} 行，没有发现错误"


def test_the_same_people_without_a_fault_are_clean(checked):
    table, faults, sentence = checked(marks())

    assert (faults, sentence) == ([], "3 行，没有发现错误")
    assert table.letters == {"准考证号": "A", "姓名": "B", "成绩": "C"}


def test_an_absence_with_a_mark(checked):
    data = workbook((*HEAD, "缺考"), ("26530001", "张三", "87.5", "缺考"), *ROWS[1:])

    _, faults, _ = checked(data)

    assert [(f.kind, f.column, f.row, f.found) for f in faults] == [(FaultKind.ABSENT_WITH_MARK, "C", 2, "87.5")]


@pytest.mark.parametrize("digits", ["530102199001011234", "1234567890123456"])
def test_a_long_number_of_excels_is_damaged_whatever_its_check_digit_says(digits, read):
    damaged = marks((int(digits), "张三", "87"))

    table = read(damaged)

    fault = table.faults[0]
    assert (fault.kind, fault.column, fault.row) == (FaultKind.DAMAGED_NUMBER, "A", 2)
    assert "前 15 位" in fault.what and "不要在原处修补" in fault.expected


def test_a_long_number_in_a_csv_that_went_through_excel(read):
    table = read(csv_file([HEAD, ("5.30102E+17", "张三", "87")]))

    assert [fault.kind for fault in table.faults] == [FaultKind.DAMAGED_NUMBER]


def test_a_number_of_fifteen_digits_is_whole(read):
    table = read(marks((123456789012345, "张三", "87")))

    assert table.faults == [] and table.lines[0]["准考证号"] == "123456789012345"


def two_sheets():
    book = openpyxl.Workbook()
    for name in ("甲组", "乙组"):
        page = book.create_sheet(name)
        for row in (HEAD, *ROWS):
            page.append(row)
    return saved(book)


REFUSED = {
    "no header": (workbook(("一", "二"), ("三", "四")), "header", "没有认出表头"),
    "a column missing": (workbook(("准考证号", "成绩"), ("26530001", "87")), "header", "表头里没有认出：姓名"),
    "the same column twice": (workbook((*HEAD, "姓名"), (*ROWS[0], "张三")), "header", "“姓名”在表头里出现了 2 次"),
    "a column and its other name": (workbook((*HEAD, "分数"), (*ROWS[0], "87")), "header", "“成绩”在表头里出现了 2 次"),
    "no row": (workbook(HEAD), "header", "表头下面没有数据"),
    "nothing at all": (workbook(), "header", "文件里没有数据"),
    "two sheets": (two_sheets(), "sheets", "有 2 张工作表有数据"),
    "too many columns": (marks(change=lambda page: page.cell(2, 201, "x")), "too-large", "最多 200 列"),
    "too many rows": (marks(change=lambda page: page.cell(100_001, 1, "x")), "too-large", "最多 100000 行"),
    "too large a rectangle": (marks(change=lambda page: page.cell(20_001, 100, "x")), "too-large", "2000000 个单元格"),
    "too many bytes": (bytes(20 * 1024 * 1024 + 1), "too-large", "最大 20 MB"),
    "old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-workbook", ".xls 或 WPS 的 .et"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(60), "not-a-workbook", "不是表格文件"),
    "zero bytes": (b"", "not-a-workbook", "0 字节"),
    "half a file": (marks()[:3000], "not-a-workbook", "已损坏"),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_file_is_refused_as_a_whole_in_words(case, read):
    data, kind, words = REFUSED[case]

    with pytest.raises(UnreadableSheet) as refused:
        read(data)

    fault = refused.value.fault
    assert fault.kind == kind and words in fault.what and fault.expected


def test_an_old_format_is_told_how_to_be_saved(read):
    with pytest.raises(UnreadableSheet) as refused:
        read(REFUSED["old format"][0])

    assert "另存为" in refused.value.fault.expected and "*.xlsx" in refused.value.fault.expected


def test_of_two_sheets_the_one_that_is_named_is_read(read):
    with pytest.raises(UnreadableSheet) as refused:
        read(two_sheets())

    assert refused.value.sheets == ("甲组", "乙组")
    assert read(two_sheets(), sheet="乙组").sheet == "乙组"


def test_every_kind_of_the_contract_has_a_workbook_here():
    plan_only = {"total-mismatch"}  # tests/cycles/test_plan_sheet.py
    tested = {kind for _, kind, *_ in FOUND.values()} | {kind for _, kind, _ in REFUSED.values()}
    assert tested | plan_only | {"absent-with-mark", "damaged-number"} == {str(kind) for kind in FaultKind}
    assert set(WHOLE) <= tested


def test_a_formula_is_read_as_its_text_even_where_it_has_no_value(read):
    data = workbook(HEAD, ("=A9", "=B9", "=C9"))

    table = read(data)

    assert [(fault.kind, fault.found) for fault in table.faults] == [
        (FaultKind.FORMULA, "=A9"),
        (FaultKind.FORMULA, "=B9"),
        (FaultKind.FORMULA, "=C9"),
    ]


def test_what_is_in_unused_columns_does_not_matter(checked):
    def change(page):
        page["E1"], page["E2"], page["F2"] = "备注", "=1+1", "#REF!"
        page.column_dimensions["E"].hidden = True
        page.merge_cells("E2:E3")

    _, faults, _ = checked(marks(change=change))

    assert faults == []


def test_a_cell_that_is_an_error_only_in_its_type(read):
    data = raw_cells(marks(), {"C2": '<c r="C2" t="e"><v>#DIV/0!</v></c>'})

    assert [(fault.kind, fault.found) for fault in read(data).faults] == [(FaultKind.ERROR_CELL, "#DIV/0!")]


def test_percent_formats_of_ones_own_are_known(checked):
    own = marks(("26530001", "张三", 0.5), *ROWS[1:], change=formatted("C2", '0.0"分"%'))
    plain = marks(("26530001", "张三", 50), *ROWS[1:], change=formatted("C2", numbers.FORMAT_NUMBER_00))

    assert [fault.kind for fault in checked(own)[1]] == [FaultKind.PERCENT]
    assert checked(plain)[1] == []
