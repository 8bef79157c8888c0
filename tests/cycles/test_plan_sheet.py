"""The plan of a base as a table: what a clerk gets wrong, told by cell."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import world_small
from tests.pure.sheets.workbooks import workbook
from tests.world_small import World
from zhupei.imports import command, kinds
from zhupei.imports.sheet_reader import reader
from zhupei.kernel import clock

HEAD = ("专业代码", "培训专业", "名额")
LINES = (("0100", "内科", 5), ("0700", "全科", "３"), ("0900", "", "2.0"))


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    yield
    reader().close()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield world_small.load()
    clock.reset()


@pytest.fixture
def check(world: World) -> Callable[..., Any]:
    def check(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> Any:
        kind = kinds.get("plan")
        return command.check(kind, world.a.code, workbook(head, *rows), clock.now())

    return check


def test_a_plan_is_clean_and_counted(check: Callable[..., Any]) -> None:
    report = check(*LINES, ("合计", "", 10))

    assert (report.verdict, report.faults) == ("clean", [])
    assert report.counts == {"专业": 3, "名额合计": 10} and report.normalised == 2


@pytest.mark.parametrize(
    ("row", "kind", "column", "words"),
    [
        (("9999", "内科", 1), "unknown-key", "A", "没有这个代码"),
        (("100", "内科", 1), "unknown-key", "A", "没有这个代码"),
        (("0100", "内科", 1), "duplicate-key", "A", "与第 2 行"),
        (("2300", "内科", 1), "name-mismatch", "B", "不是同一个专业"),
        (("2300", "", "很多"), "not-a-number", "C", "不是数字"),
        (("2300", "", "2.5"), "decimals", "C", "不是整数"),
        (("2300", "", -1), "out-of-range", "C", "超出范围"),
        (("2300", "", 5000), "out-of-range", "C", "超出范围"),
        (("2300", "", "=1+1"), "formula", "C", "是公式"),
        (("合计", "", 11), "total-mismatch", "C", "各行之和（10）不符"),
    ],
)
def test_a_fault_stands_at_its_cell(
    check: Callable[..., Any], row: tuple[Any, ...], kind: str, column: str, words: str
) -> None:
    report = check(*LINES, row)

    assert [(str(f.kind), f.row, f.column) for f in report.faults] == [(kind, 5, column)]
    assert words in report.faults[0].what


def test_a_lost_zero_is_suspected_and_not_put_back(check: Callable[..., Any]) -> None:
    fault = check((100, "内科", 5)).faults[0]

    assert (fault.found, fault.expected) == ("100", "是不是 0100：前面的 0 丢了")


def test_the_template_is_filled_with_the_plan_and_clean(world: World) -> None:
    kind = kinds.get("plan")
    subject = command.subject(kind, world.a.code, clock.now())

    report = command.check(kind, world.a.code, command.filled(kind, subject), clock.now())

    assert (report.verdict, report.rows, report.counts["名额合计"]) == ("clean", 5, 25)
