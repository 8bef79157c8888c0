"""What can be wrong with a table, by cell. The kinds are part of the command-line contract (sheets.md)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    HEADER = "header"
    UNKNOWN_KEY = "unknown-key"
    DUPLICATE_KEY = "duplicate-key"
    NAME_MISMATCH = "name-mismatch"
    MISSING_PERSON = "missing-person"
    OUT_OF_RANGE = "out-of-range"
    DECIMALS = "decimals"
    NOT_A_NUMBER = "not-a-number"
    FORMULA = "formula"
    ERROR_CELL = "error-cell"
    ABSENT_WITH_MARK = "absent-with-mark"
    HIDDEN = "hidden"
    MERGED = "merged"
    SHEETS = "sheets"
    DAMAGED_NUMBER = "damaged-number"
    PERCENT = "percent"
    TOTAL_MISMATCH = "total-mismatch"
    TOO_LARGE = "too-large"
    NOT_A_WORKBOOK = "not-a-workbook"


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One cell (`row` from 1, `column` in letters), one row (`column` empty) or the file (`row` 0).

    `found`: what stands there, numbers of people masked; `what`: why that is wrong; `expected`: what should stand there
    or what to do about it.
    """

    kind: FaultKind
    found: str
    expected: str
    what: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    @property
    def place(self) -> str:
        return f"{self.column}{self.row}" if self.column and self.row else f"第 {self.row} 行" if self.row else "文件"

    def as_json(self) -> dict[str, Any]:
        """The fields of the contract, `what` left out."""
        known = {"kind": str(self.kind), "sheet": self.sheet, "row": self.row, "column": self.column}
        return {**known, "found": self.found, "expected": self.expected}

    def kept(self) -> dict[str, Any]:
        return {**asdict(self), "kind": str(self.kind)}

    @classmethod
    def from_kept(cls, data: dict[str, Any]) -> "SheetFault":
        """Raises ValueError, KeyError or TypeError for anything that `kept` has not written."""
        return cls(**{**data, "kind": FaultKind(data["kind"])})


class UnreadableSheet(Exception):
    """The file is refused as a whole: nothing in it has been checked. `sheets` to choose from, `headers` by place."""

    def __init__(
        self, fault: SheetFault, sheets: tuple[str, ...] = (), headers: Mapping[int, str] | None = None
    ) -> None:
        super().__init__(str(fault.kind))
        self.fault = fault
        self.sheets = sheets
        self.headers = headers or {}


def unreadable(kind: FaultKind, what: str, expected: str, found: str = "") -> UnreadableSheet:
    return UnreadableSheet(SheetFault(kind, found, expected, what))
