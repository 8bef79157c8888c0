"""Where the fields of a form go: two to a row, long ones alone, no gaps."""

from __future__ import annotations

import unicodedata
from typing import Any

from zhupei.pure.paper.data import Block, Fields, Pairs, PaperRows

NOTHING = "—"
NARROW_CELL = 30


def ems(text: str) -> int:
    """Printed width in half-width columns: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def grid(fields: Pairs, narrow: int = NARROW_CELL) -> list[list[dict[str, Any]]]:
    """Rows of one or two cells, in reading order.

    A value longer than `narrow` half-widths takes a whole row; a field left alone before it stretches too.
    """
    rows: list[list[dict[str, Any]]] = []
    open_row = False
    for label, value in fields:
        cell = {"label": label, "value": value.strip() or NOTHING}
        if ems(value) > narrow:
            rows.append([cell])
            open_row = False
        elif open_row:
            rows[-1].append(cell)
            open_row = False
        else:
            rows.append([cell])
            open_row = True
    return rows


def block(part: Block) -> dict[str, Any]:
    """A block of the form as the template reads it."""
    if isinstance(part, Fields):
        return {"kind": "fields", "title": part.title, "rows": grid(part.fields), "note": part.note}
    if isinstance(part, PaperRows):
        columns = len(part.head)
        if any(len(row) != columns for row in part.rows):
            raise ValueError(f"{part.title}: every row needs {columns} cells")
        return {
            "kind": "rows",
            "title": part.title,
            "head": list(part.head),
            "rows": [[cell.strip() or NOTHING for cell in row] for row in part.rows],
            "widths": list(part.widths) or [1] * columns,
            "empty": part.empty,
            "note": part.note,
        }
    answers = [{"label": label, "chosen": chosen} for label, chosen in part.answers]
    return {"kind": "statement", "title": part.title, "text": part.text, "answers": answers, "note": part.note}
