"""A table against the people who should be in it: a number needs its name, nobody twice, nobody missing.

Rows are found by key and name together, never by their order (domain section 11: marks moved by a shifted column).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhupei.pure.identity.masks import mask
from zhupei.pure.identity.names import name_key
from zhupei.pure.sheets.faults import FaultKind, SheetFault
from zhupei.pure.sheets.table import SheetRow, Table


@dataclass
class Met:
    """`lines`: key → its line, where number and name both match. `shifted`: of how many of the `mismatches` the right
    name stands in the row above (-1) or below (1).
    """

    lines: dict[str, SheetRow] = field(default_factory=dict)
    faults: list[SheetFault] = field(default_factory=list)
    mismatches: int = 0
    shifted: dict[int, int] = field(default_factory=lambda: {-1: 0, 1: 0})

    def differ(self, written: Sequence[str], index: int, wanted: str) -> None:
        """Count a name that is another one: `written` are the keys of all names in their order."""
        self.mismatches += 1
        for step in (-1, 1):
            near = index + step
            self.shifted[step] += 0 <= near < len(written) and written[near] == wanted


def meet(table: Table, roster: Mapping[str, str], *, key: str, name: str, complete: bool = True) -> Met:
    """`roster`: key → name. `complete`: everybody of it has to be in the file."""
    met, wanted = Met(), {number: name_key(each) for number, each in roster.items()}
    written = [name_key(line[name]) for line in table.lines]
    seen: dict[str, int] = {}
    for index, line in enumerate(table.lines):
        number = line[key]
        if key in line.faulty or not number:
            continue
        if number in seen:
            met.faults.append(duplicate(table, line, key, seen[number]))
            continue
        seen[number] = line.row
        if number not in wanted:
            met.faults.append(
                table.fault(FaultKind.UNKNOWN_KEY, line, key, what=f"名单里没有这个{key}", expected=f"名单里的{key}")
            )
        elif name in line.faulty:
            continue
        elif written[index] != wanted[number]:
            met.differ(written, index, wanted[number])
            met.faults.append(mismatch(table, line, name, f"这个号码的姓名是 {roster[number]}"))
        else:
            met.lines[number] = line
    if complete:
        met.faults += (_missing(table, key, number, each) for number, each in roster.items() if number not in seen)
    return met


def duplicate(table: Table, line: SheetRow, key: str, first: int) -> SheetFault:
    """The later of two rows is at fault, whatever else stands in them; neither is taken for the other."""
    return table.fault(
        FaultKind.DUPLICATE_KEY, line, key, what=f"与第 {first} 行的{key}相同", expected="一人只能有一行，留下对的一行"
    )


def mismatch(table: Table, line: SheetRow, name: str, expected: str) -> SheetFault:
    return table.fault(FaultKind.NAME_MISMATCH, line, name, what="姓名与号码不是同一个人", expected=expected)


def _missing(table: Table, key: str, number: str, name: str) -> SheetFault:
    column = next(each for each in table.columns if each.name == key)
    shown = mask(number) if column.secret else number
    what, place = "名单里有，文件里没有", table.letters.get(key, "")
    return SheetFault(FaultKind.MISSING_PERSON, f"{name} {shown}", "补上这一行", what, table.sheet, 0, place)


def shift_sentence(met: Met, *, key: str, name: str) -> str:
    """Where most of the wrong names stand one row off, one column has been moved against the other."""
    most = max(met.shifted.values(), default=0)
    if met.mismatches < 3 or most * 2 < met.mismatches:
        return ""
    first = min(fault.row for fault in met.faults if fault.kind == FaultKind.NAME_MISMATCH)
    return f"{name}列和{key}列错位：第 {first} 行起 {met.mismatches} 行不符"
