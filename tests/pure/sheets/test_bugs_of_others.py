"""What went wrong elsewhere (sheets.md, "Bugs of others that are tests here"), as far as it is a matter of reading.

The others: `tests/imports/` (nothing wiped, nothing twice, no web request that reads) and `tests/desks/province/`.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.pure.sheets.workbooks import HEAD, ROWS, csv_file, marks, raw_cells, workbook
from zhupei.pure.sheets import values
from zhupei.pure.sheets.columns import Form, SheetColumn
from zhupei.pure.sheets.faults import FaultKind, UnreadableSheet
from zhupei.pure.sheets.values import Wrong

DATED = (SheetColumn(name="准考证号", form=Form.KEY), SheetColumn(name="日期", form=Form.DATE))


def test_of_two_rows_of_one_person_neither_is_taken_for_the_other(checked):
    table, faults, _ = checked(marks(*ROWS, ("26530001", "张三", "12")))

    assert [(fault.kind, fault.row) for fault in faults] == [(FaultKind.DUPLICATE_KEY, 5)]
    assert [line["成绩"] for line in table.lines if line["准考证号"] == "26530001"] == ["87.5", "12"]


def test_no_row_is_skipped_silently(read):
    data = marks(ROWS[0], (None, None, None), (None, "李四", None), ROWS[2], (None, None, None, "合计 3 人"))

    table = read(data)

    assert [line.row for line in table.lines] == [2, 4, 5]
    assert table.beside == [6]
    assert [(fault.row, fault.column) for fault in table.faults] == [(4, "A")]


def test_no_row_at_all_is_no_success(read):
    with pytest.raises(UnreadableSheet) as refused:
        read(workbook(HEAD, (" ", "", None)))

    assert refused.value.fault.what == "表头下面没有数据"


def test_leading_zeros_stay(read):
    table = read(marks(("00530001", "张三", "87")))

    assert table.lines[0]["准考证号"] == "00530001"


@pytest.mark.parametrize(
    "written",
    [
        datetime(2026, 7, 1),
        datetime(2026, 7, 1, 23, 59, 59),
        date(2026, 7, 1),
        46204,
        "2026-07-01",
        "2026/7/1",
        "2026.7.1",
        "2026年7月1日",
        "20260701",
        "２０２６年７月１日",
        "2026-07-01 00:00:00",
    ],
)
def test_a_day_is_that_day(written, read):
    table = read(workbook(("准考证号", "日期"), ("1", written)), DATED)

    assert values.day(table.lines[0]["日期"]) == date(2026, 7, 1)


@pytest.mark.parametrize("written", ["2026-02-30", "昨天", "7月1日", "2026-7", "123456789"])
def test_what_is_no_day_is_none(written):
    assert values.day(written) is None


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("12.50 ", "12.5"),
        (" 12.5", "12.5"),
        ("１２．５", "12.5"),
        ("'12.5", "12.5"),
        ("12.", None),
        ("1,234", None),
        ("1，234", None),
        ("1e2", None),
        ("∞", None),
        ("NaN", None),
        ("", None),
        ("-1", None),
        ("100.00", "100"),
        ("100.01", None),
        ("0", "0"),
        ("12.345", None),
    ],
)
def test_a_mark_is_read_from_its_text_or_not_at_all(written, mark, read):
    table = read(marks(("26530001", "张三", written)))

    found = values.mark(table.lines[0]["成绩"], decimals=2, highest=Decimal(100))

    assert isinstance(found, Wrong) if mark is None else found == Decimal(mark)


@pytest.mark.parametrize("stored", ["4.0999999999999996", "4.1", "4.10", "4.1000000000000001E0"])
def test_the_digits_of_a_number_are_those_that_were_typed(stored, read):
    """Excel writes 4.1 with seventeen digits."""
    data = raw_cells(marks(("26530001", "张三", 1)), {"C2": f'<c r="C2"><v>{stored}</v></c>'})

    assert read(data).lines[0]["成绩"] == "4.1"


def test_all_faults_are_told_at_once(checked):
    rows = [("26530001", "张山", "101"), ("99990009", "李四", "九十"), ("26530003", "王五", "1.234")]

    _, faults, _ = checked(marks(*rows))

    assert len(faults) == 6


def test_two_headers(checked):
    _, faults, _ = checked(marks(*ROWS[:2], HEAD, ROWS[2]))

    assert [(fault.kind, fault.row) for fault in faults] == [(FaultKind.HEADER, 4)]


def test_a_title_above_the_header_and_a_header_with_marks_of_obligation(read):
    data = workbook(("2026 年成绩表",), (), ("*准考证号", " 姓 名 ", "成绩（必填）"), *ROWS)

    table = read(data)

    assert (table.matching.row, len(table.lines), table.lines[0].row) == (2, 3, 4)


def test_the_same_column_name_twice_is_asked_and_can_be_answered_by_hand(read):
    data = workbook((*HEAD, "成绩"), (*ROWS[0], "50"))
    with pytest.raises(UnreadableSheet) as refused:
        read(data)

    assert "C 列" in refused.value.fault.what and "D 列" in refused.value.fault.what
    assert read(data, by_hand={"成绩": "D"}).lines[0]["成绩"] == "50"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_that_people_have(encoding, read):
    table = read(csv_file([HEAD, *ROWS], encoding))

    assert [line["姓名"] for line in table.lines] == ["张三", "李四", "王五"]


@pytest.mark.parametrize(
    ("written", "clean"),
    [("26530001.0", "26530001"), ("２６５３０００１", "26530001"), ("'26530001", "26530001"), ("2653000x", "2653000X"),
     (" 2653 0001 ", "26530001"), ("\u202a26530001\u202c", "26530001")],
)  # fmt: skip
def test_usual_spellings_are_cleaned_and_counted(written, clean, read):
    table = read(marks((written, "张三", "87.5")))

    assert table.lines[0]["准考证号"] == clean
    assert (table.normalised["准考证号"], table.faults) == (1, [])


def test_a_number_of_excels_is_not_counted_as_cleaned(read):
    table = read(marks((26530001, "张三", 87.5)))

    assert (table.lines[0]["准考证号"], table.lines[0]["成绩"]) == ("26530001", "87.5")
    assert sum(table.normalised.values()) == 0


def test_a_shifted_column_is_said_in_one_sentence(checked):
    """The sentence above the faults: what explains most of them."""
    people = [(f"2653{n:04}", f"{a}{b}") for n, (a, b) in enumerate((a, b) for a in "赵钱孙李周" for b in "一二三四五")]
    shifted = [(number, people[max(at - 1, 0)][1], "60") for at, (number, _) in enumerate(people)]

    _, faults, sentence = checked(marks(*shifted), dict(people))

    assert {fault.kind for fault in faults} == {FaultKind.NAME_MISMATCH}
    assert sentence == "姓名列和准考证号列错位：第 3 行起 24 行不符（24 行有错，共 24 处）"


def test_many_alike_have_one_cause_in_the_sentence(checked):
    def formulas(page):
        for row in (2, 3, 4):
            page[f"C{row}"] = "=1+1"

    _, _, sentence = checked(marks(change=formulas))

    assert sentence == "“成绩”列是公式：第 2 行起 3 处，整列选择性粘贴为数值后再传（3 行有错，共 3 处）"
