"""One reading child for all tests of a process, and a kind of table with everything that a kind can have."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from zhupei.pure.sheets import table as tables
from zhupei.pure.sheets import values
from zhupei.pure.sheets.child import SheetReader
from zhupei.pure.sheets.columns import Form, SheetColumn
from zhupei.pure.sheets.faults import SheetFault
from zhupei.pure.sheets.roster import meet, shift_sentence
from zhupei.pure.sheets.summary import summary
from zhupei.pure.sheets.table import Table
from zhupei.pure.sheets.values import Wrong

COLUMNS = (
    SheetColumn(name="准考证号", form=Form.KEY, aliases=("考号",)),
    SheetColumn(name="姓名", form=Form.NAME),
    SheetColumn(name="成绩", form=Form.MARK, aliases=("分数",), filled=False),
    SheetColumn(name="缺考", needed=False, filled=False),
)
ROSTER = {"26530001": "张三", "26530002": "李四", "26530003": "王五"}


@pytest.fixture(scope="session")
def reader() -> Iterator[SheetReader]:
    with SheetReader() as made:
        yield made


@pytest.fixture
def read(reader: SheetReader) -> Callable[..., Table]:
    def read(data: bytes, columns=COLUMNS, by_hand=None, sheet="") -> Table:  # type: ignore[no-untyped-def]
        return tables.read(reader.read(data, sheet), columns, by_hand)

    return read


@pytest.fixture
def checked(read: Callable[..., Table]) -> Callable[..., tuple[Table, list[SheetFault], str]]:
    """As a kind of marks would check it: against a roster, with a mark or an absence for everybody."""

    def checked(data: bytes, roster: dict[str, str] = ROSTER) -> tuple[Table, list[SheetFault], str]:
        table = read(data)
        met = meet(table, roster, key="准考证号", name="姓名")
        faults = [*table.faults, *met.faults]
        for line in table.lines:
            mark, absent = line["成绩"], line["缺考"] == "缺考" or line["成绩"] == "缺考"
            wrong = values.absence(mark, absent)
            if wrong is None and not absent and "成绩" not in line.faulty:
                found = values.mark(mark, decimals=2, highest=Decimal(100))
                wrong = found if isinstance(found, Wrong) else None
            if wrong:
                faults.append(table.wrong(wrong, line, "成绩"))
        return table, faults, summary(table, faults, shift_sentence(met, key="准考证号", name="姓名"))

    return checked
