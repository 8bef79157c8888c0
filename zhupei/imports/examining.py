"""The first phase: a file read and compared. Page, command line and commit take this one way, so that what is written
is what was shown. Nothing here writes.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from zhupei.imports.kinds import CheckedRows, Effect, Progress, Subject, TableKind
from zhupei.imports.models import Choices
from zhupei.pure.identity.masks import mask, mask_name
from zhupei.pure.sheets import limits
from zhupei.pure.sheets import table as tables
from zhupei.pure.sheets.child import SheetReader
from zhupei.pure.sheets.columns import Form
from zhupei.pure.sheets.faults import SheetFault, UnreadableSheet
from zhupei.pure.sheets.letters import letters
from zhupei.pure.sheets.summary import summary
from zhupei.pure.sheets.table import Table
from zhupei.pure.sheets.writing import faulty_rows

Verdict = Literal["clean", "faults", "refused"]
SAMPLES = 3


@dataclass(frozen=True)
class HeaderCell:
    """A column of the file: its letter and header, which column of the kind it was taken for, and what stands there."""

    letter: str
    header: str
    name: str = ""
    sample: str = ""
    filled: int = 0
    normalised: int = 0


@dataclass(frozen=True)
class ImportReport:
    """What was found: kept in the vault, shown on the page, printed by the command. Numbers and names masked.

    `faults` are all of them, `waiting` those that stand in the way once the named rows are left out.
    """

    verdict: Verdict
    summary: str
    rows: int = 0
    sheet: str = ""
    sheets: Sequence[str] = ()
    header_row: int = 0
    last_row: int = 0
    cells: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    heads: Sequence[HeaderCell] = ()
    faults: Sequence[SheetFault] = ()
    waiting: Sequence[SheetFault] = ()
    left_out: Sequence[int] = ()
    beside: Sequence[int] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    effects: Sequence[Effect] = ()
    normalised: int = 0

    def kept(self) -> bytes:
        data = {**asdict(self), "faults": [f.kept() for f in self.faults], "waiting": [f.kept() for f in self.waiting]}
        return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def from_kept(cls, data: bytes) -> "ImportReport":
        found: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
        for name in ("faults", "waiting"):
            found[name] = [SheetFault.from_kept(each) for each in found[name]]
        found["heads"] = [HeaderCell(**each) for each in found["heads"]]
        found["effects"] = [Effect(**each) for each in found["effects"]]
        return cls(**found)

    def digest(self, file_digest: str) -> str:
        """What a confirmation names: this file, with these choices, in this state of the world."""
        return hashlib.sha256(file_digest.encode() + b"\x1f" + self.kept()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The contract of the command line (sheets.md)."""
        return {
            "verdict": self.verdict,
            "rows": self.rows,
            "columns": dict(self.columns),
            "faults": [fault.as_json() for fault in self.faults],
            "summary": self.summary,
            "normalised": self.normalised,
        }


def read(kind: TableKind, data: bytes, choices: Choices, reader: SheetReader) -> Table:
    """The rows of a file, by the child. Raises `UnreadableSheet`."""
    return tables.read(reader.read(data, choices.sheet), kind.columns, choices.columns)


def refused(unreadable: UnreadableSheet) -> ImportReport:
    """`heads` where only the columns were not understood: then they can be said by hand."""
    fault = unreadable.fault
    words = f"{fault.what}。{fault.expected}。"
    heads = [HeaderCell(letters(index + 1), header) for index, header in sorted(unreadable.headers.items())]
    return ImportReport(
        "refused",
        words,
        sheet=fault.sheet,
        sheets=unreadable.sheets,
        header_row=fault.row,
        heads=heads,
        faults=[fault],
        waiting=[fault],
    )


def marked(data: bytes, table: Table, faults: Sequence[SheetFault], reader: SheetReader) -> bytes:
    """His own workbook with the faults marked; of a CSV or a large one a workbook of the faulty rows."""
    if table.own and table.cells <= limits.MOST_ANNOTATED:
        return reader.marked(data, table.sheet, [fault for fault in faults if fault.sheet == table.sheet])
    names = list(table.letters)
    return faulty_rows(names, ((line.row, [line[name] for name in names]) for line in table.lines), faults)


def compare(kind: TableKind, subject: Subject, table: Table, choices: Choices, said: Progress) -> ImportReport:
    """What the kind makes of the rows; with rows left out it is asked about the rest by itself.

    A row that is left out is no duplicate of another and takes nobody's place.
    """
    finding = kind.check(subject, table, said)
    everything = _ordered(table.faults + finding.faults)
    waiting, rest = everything, table
    if choices.left_out:
        rest = without(table, choices.left_out)
        finding = kind.check(subject, rest, said)
        waiting = _ordered(rest.faults + finding.faults)
    return _report(table, rest, choices, finding, everything, waiting)


def without(table: Table, left_out: Sequence[int]) -> Table:
    """The rows that remain, and the faults that are not of the others."""
    rows = set(left_out)
    return replace(
        table,
        lines=[line for line in table.lines if line.row not in rows],
        faults=[fault for fault in table.faults if fault.row not in rows],
    )


def _report(
    table: Table,
    rest: Table,
    choices: Choices,
    finding: CheckedRows,
    everything: list[SheetFault],
    waiting: list[SheetFault],
) -> ImportReport:
    return ImportReport(
        verdict="faults" if waiting else "clean",
        summary=summary(rest, waiting, finding.sentence),
        rows=len(table.lines),
        sheet=table.sheet,
        header_row=table.matching.row + 1,
        last_row=max(line.row for line in table.lines),
        cells=table.cells,
        columns=table.letters,
        heads=_heads(table),
        faults=everything,
        waiting=waiting,
        left_out=sorted(set(choices.left_out)),
        beside=table.beside,
        counts=finding.counts,
        effects=finding.effects,
        normalised=sum(table.normalised.values()),
    )


def _heads(table: Table) -> list[HeaderCell]:
    """Every column of the file with its head, in order; samples masked."""
    named = {index: name for name, index in table.matching.places.items()}
    columns = {column.name: column for column in table.columns}
    found = []
    for index in sorted({*table.matching.headers, *named}):
        name, header = named.get(index, ""), table.matching.headers.get(index, "")
        if not name:
            found.append(HeaderCell(letters(index + 1), header))
            continue
        column, values = columns[name], [line[name] for line in table.lines if line[name]]
        hide = mask if column.secret else mask_name if column.form == Form.NAME else tables.shortened
        sample = "、".join(hide(value) for value in list(dict.fromkeys(values))[:SAMPLES])
        found.append(HeaderCell(letters(index + 1), header, name, sample, len(values), table.normalised[name]))
    return found


def _ordered(faults: Sequence[SheetFault]) -> list[SheetFault]:
    return sorted(faults, key=lambda fault: (fault.row, len(fault.column), fault.column, str(fault.kind), fault.found))
