"""What the child hands back of a file: one sheet as rows of cells, and what the pre-scan has found in it.

A cell is a text whose first letter says what stood there: `t` text, `n` number (its decimal text), `d` date, `b` true
or false; an empty cell is the empty text. Rows and columns count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

TEXT, NUMBER, DATE, TRUTH = "t", "n", "d", "b"


@dataclass(kw_only=True)
class Book:
    """`sheets` are those with data; `notes` is that of `prescan.Scan`, `cells` how many are filled in `sheet`."""

    sheet: str
    sheets: list[str]
    rows: list[list[str]]
    hidden: bool = False
    cells: int = 0
    csv: bool = False
    notes: dict[str, dict[int, dict[int, str]]] = field(default_factory=dict)
    more: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def packed(book: Book) -> bytes:
    return msgspec.json.encode(book)


def unpacked(data: bytes) -> Book:
    """Raises msgspec.MsgspecError for anything that `packed` has not written."""
    return msgspec.json.decode(data, type=Book)
