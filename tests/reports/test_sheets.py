"""Files of a list: text is never a formula, nothing is lost silently, and memory stays flat."""

import csv
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests import factories
from tests.effort import tried
from zhupei.reports import exports
from zhupei.reports.lists.columns import ListColumn, ValueKind

AT = factories.AT
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", '=HYPERLINK("http://x.example")', "http://x.example", "0012"]
NUMBER = "530102199003070015"


@dataclass
class Row:
    name: str
    count: int | None = 1
    at: datetime | None = AT


COLUMNS = (
    ListColumn("name", "姓名", lambda row: row.name, head=True),
    ListColumn("count", "次数", lambda row: row.count, ValueKind.NUMBER),
    ListColumn("at", "时间", lambda row: row.at, ValueKind.MOMENT),
    ListColumn("number", "号码", lambda row: "5301…0015", ValueKind.CODE, plain=lambda row: NUMBER),
)


def head(*, whole: bool = False) -> exports.ExportHead:
    return exports.ExportHead("资格审核", "甲院", "待审核", "考务安排", "王医生（wang）", AT, whole, "份")


def sheet(path: Path) -> list[list[object]]:
    found = load_workbook(path)["名单"]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def written(folder: Path, rows: list[Row], **given: bool) -> list[list[object]]:
    """The rows between head and foot of the workbook."""
    path = folder / "list.xlsx"
    exports.write("xlsx", path, head(**given), COLUMNS, rows)
    return sheet(path)[5:-1]


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.xlsx"

    exports.write("xlsx", path, head(), COLUMNS, [Row(text)])

    cell = load_workbook(path)["名单"]["A6"]
    assert (cell.data_type, cell.value) == ("s", text)
    inside = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside and "hyperlink" not in inside


@tried(500)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), max_size=5))
def test_whatever_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("sheet")

    found = written(folder, [Row(name) for name in names])

    assert [row[0] for row in found] == names


def test_says_what_it_is_above_and_counts_below(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"

    exports.write("xlsx", path, head(), COLUMNS, [Row("和志远"), Row("杨䶮", None, None)])

    rows = sheet(path)
    assert [row[0] for row in rows[:3]] == ["资格审核 · 甲院", "筛选：待审核", "用途：考务安排"]
    assert "王医生（wang） 2026-" in str(rows[3][0]) and "号码已遮盖" in str(rows[3][0])
    assert rows[4] == ["姓名", "次数", "时间", "号码"]
    assert rows[5][:2] == ["和志远", 1] and rows[6] == ["杨䶮", None, None, "5301…0015"]
    assert rows[7][0] == "共 2 份"
    printed = load_workbook(path)["名单"].oddHeader.center.text
    assert "王医生" in str(printed)


def test_whole_numbers_are_written_only_when_asked_for_and_as_text(tmp_path: Path) -> None:
    assert [row[3] for row in written(tmp_path, [Row("和志远")])] == ["5301…0015"]
    assert [row[3] for row in written(tmp_path, [Row("和志远")], whole=True)] == [NUMBER]


def test_a_number_of_more_digits_than_excel_keeps_is_text(tmp_path: Path) -> None:
    found = written(tmp_path, [Row("a", 10**15 - 1), Row("b", 10**15)])

    assert [row[1] for row in found] == [10**15 - 1, str(10**15)]


def test_what_does_not_fit_is_refused_and_never_cut(tmp_path: Path) -> None:
    with pytest.raises(exports.Unwritable):
        written(tmp_path, [Row("x" * 32_768)])
    assert written(tmp_path, [Row("x" * 32_767)])[0][0] == "x" * 32_767


def test_no_hidden_sheet_row_or_name(tmp_path: Path) -> None:
    written(tmp_path, [Row("和志远")])

    book = load_workbook(tmp_path / "list.xlsx")

    assert book.sheetnames == ["名单"] and book["名单"].sheet_state == "visible"
    assert not any(each.hidden for each in book["名单"].column_dimensions.values())
    assert list(book.defined_names) == []


def test_csv_is_a_table_for_programs_in_which_excel_finds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"

    exports.write("csv", path, head(), COLUMNS, [Row("=1+1"), Row('a,"b"\n')])

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["姓名", "次数", "时间", "号码"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", 'a,"b"\n']


def test_json_says_what_it_is_and_keeps_every_value(tmp_path: Path) -> None:
    path = tmp_path / "list.json"

    exports.write("json", path, head(), COLUMNS, [Row("=1+1"), Row("杨䶮", None, None)])

    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["about"]["reason"] == "考务安排" and found["count"] == 2
    assert [row["name"] for row in found["rows"]] == ["=1+1", "杨䶮"]
    assert found["rows"][1] == {"name": "杨䶮", "count": None, "at": None, "number": "5301…0015"}


def test_says_how_far_it_is(tmp_path: Path) -> None:
    seen: list[int] = []

    exports.write("csv", tmp_path / "list.csv", head(), COLUMNS, (Row("a") for _ in range(1_200)), seen.append)

    assert seen == [500, 1_000]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def rows(count: int) -> Iterator[Row]:
        return (Row(f"和志远{number}") for number in range(count))

    peaks = []
    for count in (1_000, 1_000, 8_000):
        tracemalloc.start()
        exports.write("xlsx", tmp_path / "list.xlsx", head(), COLUMNS, rows(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[2] < peaks[1] * 1.5
