"""The columns of a kind of table, and finding them in somebody's workbook by their names.

Names are compared without blanks, marks of obligation and width; a kind knows other usual names (aliases). What is
found twice is never guessed, and by hand a column may be said to be another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from zhupei.pure.sheets.book import Book
from zhupei.pure.sheets.faults import FaultKind, SheetFault, UnreadableSheet
from zhupei.pure.sheets.letters import letters, number

MOST_TITLES = 20  # rows above the header
SHOWN = 30
_MARKS = re.compile(r"[*＊:：\s]|[(（\[【](必填|选填|必须填写|可不填)[)）\]】]")


class Form(StrEnum):
    """What stands in a column: how it is cleaned, and what of Excel's is refused there."""

    KEY = "key"  # a number that names somebody or something: never a number of Excel's with 16 digits
    NAME = "name"  # of a person
    TEXT = "text"
    WHOLE = "whole"
    MARK = "mark"
    DATE = "date"


NUMERIC = (Form.WHOLE, Form.MARK)


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """`needed`: without it in the header nothing can be checked. `filled`: every row says something in it."""

    name: str
    form: Form = Form.TEXT
    aliases: tuple[str, ...] = ()
    needed: bool = True
    filled: bool = True
    hint: str = ""
    width: int = 18
    secret: bool = False  # shown masked everywhere

    @property
    def names(self) -> frozenset[str]:
        return frozenset(plain_name(each) for each in (self.name, *self.aliases))


@dataclass(frozen=True)
class Matching:
    """`places`: name of a column → its place from 0; `headers`: every column of the file with something in its head."""

    row: int
    places: Mapping[str, int]
    headers: Mapping[int, str] = field(default_factory=dict)

    @property
    def letters(self) -> dict[str, str]:
        return {name: letters(place + 1) for name, place in self.places.items()}


def plain_name(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def match(book: Book, columns: Sequence[SheetColumn], by_hand: Mapping[str, str] | None = None) -> Matching:
    """The header, and where each column stands. `by_hand`: name → letter, "" for a column that is not to be used.

    Raises `UnreadableSheet`: no header, a needed column missing, or one found twice.
    """
    heads = [(row, _named(cells)) for row, cells in enumerate(book.rows[:MOST_TITLES]) if cells]
    known = frozenset().union(*(column.names for column in columns))
    if not heads:
        heads = [(0, {})]
    most = len(columns)
    row, names = max(
        heads, key=lambda head: (sum(n in known for n in set(head[1].values())), min(len(head[1]), most), -head[0])
    )
    headers = {place: cell[1:].strip() for place, cell in enumerate(book.rows[row] if book.rows else []) if cell}
    places: dict[str, int] = {}
    for column in columns:
        if column.name in (by_hand or {}):
            place = number((by_hand or {})[column.name]) - 1
            if place >= 0:
                places[column.name] = place
            continue
        found = [place for place, name in names.items() if name in column.names]
        if len(found) > 1:
            raise _twice(book, row, column, found, headers)
        if found:
            places[column.name] = found[0]
    _complete(book, row, columns, places, headers)
    return Matching(row, places, headers)


def repeated(cells: Sequence[str], matching: Matching, columns: Sequence[SheetColumn]) -> bool:
    """Whether a row among the data is the header once more."""
    names = _named(cells)
    used = [column for column in columns if column.name in matching.places]
    return all(names.get(matching.places[column.name], "") in column.names for column in used)


def _named(cells: Sequence[str]) -> dict[int, str]:
    return {place: plain_name(cell[1:]) for place, cell in enumerate(cells) if cell}


def _complete(
    book: Book, row: int, columns: Sequence[SheetColumn], places: Mapping[str, int], headers: Mapping[int, str]
) -> None:
    missing = [column.name for column in columns if column.needed and column.name not in places]
    if not missing:
        return
    wanted = "、".join(column.name for column in columns if column.needed)
    present = "、".join(list(headers.values())[:SHOWN])
    what = f"表头里没有认出：{'、'.join(missing)}" if places else "没有认出表头"
    fault = SheetFault(FaultKind.HEADER, present, f"应有这些列：{wanted}", what, book.sheet, row + 1)
    raise UnreadableSheet(fault, (), headers)


def _twice(book: Book, row: int, column: SheetColumn, found: list[int], headers: Mapping[int, str]) -> UnreadableSheet:
    where = "、".join(f"{letters(place + 1)} 列“{headers[place]}”" for place in found)
    what = f"“{column.name}”在表头里出现了 {len(found)} 次：{where}"
    fault = SheetFault(FaultKind.HEADER, where, f"“{column.name}”只留一列", what, book.sheet, row + 1)
    return UnreadableSheet(fault, (), headers)
