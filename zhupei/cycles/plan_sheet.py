"""The plan of one base 招录计划 as a kind of table: a line for each specialty with its seats. Checked only, so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from zhupei.bases import queries as bases
from zhupei.bases.models import Specialty
from zhupei.cycles import queries
from zhupei.imports.kinds import CheckedRows, Progress, Subject, TableKind, register
from zhupei.kernel import clock
from zhupei.pure.identity.names import name_key
from zhupei.pure.sheets import values
from zhupei.pure.sheets.columns import Form, SheetColumn
from zhupei.pure.sheets.faults import FaultKind, SheetFault
from zhupei.pure.sheets.roster import duplicate
from zhupei.pure.sheets.table import SheetRow, Table
from zhupei.pure.sheets.values import Wrong

CODE, NAME, SEATS = "专业代码", "培训专业", "名额"
COLUMNS = (
    SheetColumn(
        name=CODE, form=Form.KEY, aliases=("代码", "培训专业代码"), hint="四位代码，文本格式，如 0100", width=12
    ),
    SheetColumn(name=NAME, aliases=("专业", "专业名称", "培训专业名称"), filled=False, width=24),
    SheetColumn(name=SEATS, form=Form.WHOLE, aliases=("计划", "计划数", "招录名额", "招生计划", "招录计划"), width=10),
)
MOST_SEATS = 500  # of one specialty at one base: more is a slip of the hand
TOTALS = ("合计", "总计", "小计")


def describe() -> TableKind:
    return register(
        TableKind(
            name="plan",
            label="招录计划",
            columns=COLUMNS,
            subjects=subjects,
            check=check,
            rows=rows,
            subject_word="培训基地",
        )
    )


def subjects(at: datetime) -> Sequence[Subject]:
    """Every active base."""
    found = bases.active()
    return [Subject(str(base.pk), base.name, (base.code, base.short_name)) for base in found]


def rows(subject: Subject) -> Iterator[Sequence[str]]:
    """The lines of the current round's plan, to be changed."""
    calendar = queries.calendar(clock.now())
    for line in queries.plan(calendar.round.pk).values() if calendar else ():
        if str(line.base_id) == subject.id:
            yield line.specialty_id, line.specialty.name, str(line.seats)


def check(subject: Subject, table: Table, said: Progress) -> CheckedRows:
    known = {each.code: each.name for each in Specialty.objects.all()}
    finding, seen, total = CheckedRows(), dict[str, int](), 0
    for line in table.lines:
        if _is_total(line):
            finding.faults += _total(table, line, total)
            continue
        if CODE not in line.faulty:
            finding.faults += _specialty(table, line, known, seen)
        seats = values.whole(line[SEATS], highest=MOST_SEATS) if SEATS not in line.faulty else 0
        if isinstance(seats, Wrong):
            finding.faults.append(table.wrong(seats, line, SEATS))
        else:
            total += seats
    finding.counts = {"专业": len(seen), "名额合计": total}
    return finding


def _is_total(line: SheetRow) -> bool:
    return line[CODE] in TOTALS or (not line[CODE] and line[NAME] in TOTALS)


def _specialty(table: Table, line: SheetRow, known: Mapping[str, str], seen: dict[str, int]) -> Sequence[SheetFault]:
    code = line[CODE]
    if code in seen:
        return (duplicate(table, line, CODE, seen[code]),)
    seen[code] = line.row
    if code not in known:
        lost = code.isdigit() and next((each for each in known if each.lstrip("0") == code), "")
        expected = f"是不是 {lost}：前面的 0 丢了" if lost else "专业目录里的代码"
        return (table.fault(FaultKind.UNKNOWN_KEY, line, CODE, what="专业目录里没有这个代码", expected=expected),)
    if line[NAME] and name_key(line[NAME]) != name_key(known[code]):
        what, expected = "专业名称与代码不是同一个专业", f"{code} 是 {known[code]}"
        return (table.fault(FaultKind.NAME_MISMATCH, line, NAME, what=what, expected=expected),)
    return ()


def _total(table: Table, line: SheetRow, total: int) -> Sequence[SheetFault]:
    if SEATS in line.faulty or line[SEATS] == str(total):
        return ()
    what = f"合计与上面各行之和（{total}）不符"
    return (table.fault(FaultKind.TOTAL_MISMATCH, line, SEATS, what=what, expected=str(total)),)
