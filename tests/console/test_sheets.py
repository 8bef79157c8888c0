"""check-sheet and sheet-template: the contract of sheets.md, exit codes and JSON exactly."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests import world_small
from tests.imports.lists import HEAD, listed, number, row
from tests.pure.sheets.test_gate import bomb
from tests.pure.sheets.workbooks import workbook
from tests.world_small import World
from zhupei.console import check_sheet, sheet_template
from zhupei.cycles.models import DesignatedPlace
from zhupei.imports.models import Import
from zhupei.imports.sheet_reader import reader
from zhupei.kernel import clock
from zhupei.pure.sheets.faults import FaultKind

FIELDS = ["verdict", "rows", "columns", "faults", "summary", "normalised"]


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    yield
    reader().close()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield world_small.load()
    clock.reset()


@pytest.fixture
def checked(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def checked(data: bytes, *more: str, kind: str = "designated", name: str = "a.xlsx") -> tuple[int, Any]:
        (tmp_path / name).write_bytes(data)
        code = _run(check_sheet, kind, str(tmp_path / name), "--json", *more)
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return checked


def _run(verb: Any, *arguments: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    return verb.run(parser.parse_args(arguments))


def test_a_clean_file(checked: Any) -> None:
    code, found = checked(listed(row(0), row(1)))

    assert code == 0 and list(found) == FIELDS
    assert (found["verdict"], found["rows"], found["faults"], found["normalised"]) == ("clean", 2, [], 0)
    assert found["columns"] == dict(zip(HEAD, "ABCDE", strict=True))
    assert not Import.objects.exists() and not DesignatedPlace.objects.exists()


def test_a_file_with_faults(checked: Any) -> None:
    code, found = checked(listed(row(0), row(0), row(1, base="丙院")))

    assert code == 1 and found["verdict"] == "faults" and found["rows"] == 3
    assert [list(fault) for fault in found["faults"]] == [["kind", "sheet", "row", "column", "found", "expected"]] * 2
    assert [(f["kind"], f["sheet"], f["row"], f["column"]) for f in found["faults"]] == [
        ("duplicate-key", "名单", 3, "A"),
        ("unknown-key", "名单", 4, "D"),
    ]
    assert number(0) not in json.dumps(found) and found["summary"] == "2 行有错，共 2 处"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-workbook"),
        (bomb((1_048_575, 16_383)), "too-large"),
        (listed(head=("一", "二")), "header"),
    ],
)
def test_a_file_that_is_refused_as_a_whole(checked: Any, data: bytes, kind: str) -> None:
    code, found = checked(data)

    assert code == 2 and found["verdict"] == "refused"
    assert [fault["kind"] for fault in found["faults"]] == [kind] and found["summary"]


def test_a_file_that_is_not_there(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(check_sheet, "designated", "/nowhere/a.xlsx", "--json") == 2
    assert json.loads(capsys.readouterr().out)["faults"][0]["kind"] == "not-a-workbook"


@pytest.mark.parametrize("kind", ["scores", "bars", "staff", "anything"])
def test_a_kind_that_does_not_exist_says_which_do(checked: Any, kind: str) -> None:
    code, found = checked(listed(row(0)), kind=kind)

    assert code == 2 and list(found) == FIELDS and found["verdict"] == "refused"
    assert "designated" in found["summary"] and "plan" in found["summary"]


@pytest.mark.parametrize("of", ["1", "第 1 批次", "2026-1"])
def test_a_round_is_called_by_what_people_call_it(checked: Any, of: str) -> None:
    assert checked(listed(row(0)), "--of", of)[0] == 0


def test_where_several_are_open_the_choices_are_listed(checked: Any) -> None:
    code, found = checked(workbook(("专业代码", "培训专业", "名额"), ("0100", "内科", 5)), kind="plan")
    assert code == 2 and "请用 --of 指明培训基地" in found["summary"]

    code, found = checked(listed(row(0)), "--of", "nowhere")
    assert code == 2 and "没有名为“nowhere”的轮次" in found["summary"] and "第 1 批次" in found["summary"]


def test_lines_for_people_name_cell_and_reason(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(listed(row(0), row(1, base="丙院")))

    assert _run(check_sheet, "designated", str(tmp_path / "a.xlsx"), "--of", "1") == 1

    assert "名单 D3  unknown-key  本轮招录计划里没有这家基地；现在是 丙院" in capsys.readouterr().out


def test_the_template_can_be_filled_in_and_checked(checked: Any, tmp_path: Path) -> None:
    assert _run(sheet_template, "designated", "--of", "1", "-o", str(tmp_path / "t.xlsx")) == 0
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert len(book.sheetnames) == 1
    book.worksheets[0].append(list(row(0)))
    out = io.BytesIO()
    book.save(out)

    assert checked(out.getvalue(), "--of", "1")[1]["verdict"] == "clean"


def test_a_template_of_nothing(world: World, tmp_path: Path) -> None:
    assert _run(sheet_template, "scores", "-o", str(tmp_path / "t.xlsx")) == 2
    assert _run(sheet_template, "designated", "--of", "1", "-o", str(tmp_path / "no" / "t.xlsx")) == 2


def test_the_kinds_of_fault_are_those_of_the_contract() -> None:
    contract = (
        "header, unknown-key, duplicate-key, name-mismatch, missing-person, out-of-range, decimals, not-a-number,"
        " formula, error-cell, absent-with-mark, hidden, merged, sheets, damaged-number, percent, total-mismatch,"
        " too-large, not-a-workbook"
    )
    assert [str(kind) for kind in FaultKind] == contract.split(", ")
