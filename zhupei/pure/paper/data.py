"""What a printed paper is made of: plain frozen strings, so that a stored snapshot prints the same for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Track = Literal["western", "tcm"]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fields:
    """A titled grid of label and value, two to a row; a long value takes a row of its own."""

    title: str
    fields: Pairs
    note: str = ""


@dataclass(frozen=True)
class PaperRows:
    """A titled table. `widths` are shares of the columns (equal when empty); `empty` stands in for no rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    empty: str = "无"
    note: str = ""


@dataclass(frozen=True)
class PaperStatement:
    """A wording printed word for word, with the answers that were possible and which one was given."""

    title: str
    text: str
    answers: tuple[tuple[str, bool], ...] = ()
    note: str = ""


Block = Fields | PaperRows | PaperStatement
