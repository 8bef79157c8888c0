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
class Rows:
    """A titled table. `widths` are shares of the columns (equal when empty); `empty` stands in for no rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    empty: str = "无"
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """A wording printed word for word, with the answers that were possible and which one was given."""

    title: str
    text: str
    answers: tuple[tuple[str, bool], ...] = ()
    note: str = ""


Block = Fields | Rows | Statement


@dataclass(frozen=True)
class FormData:
    """The application form (报名表). Everything is text as it shall appear; empty values print as a dash.

    `code` is the signed code (printable ASCII, at most 36 characters): the barcode says it, and the QR code too
    unless `link` gives an address for it. `digest` is the short digest of the version.
    """

    title: str
    subtitle: str
    number: str
    version: str
    submitted_at: str
    digest: str
    code: str
    basics: Pairs
    blocks: tuple[Block, ...]
    declaration: str
    link: str = ""
    track: Track = "western"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReceiptData:
    """The receipt (回执) of a submission. `document_number` comes masked; `digest` is the whole one."""

    title: str
    subtitle: str
    number: str
    name: str
    document_number: str
    version: str
    submitted_at: str
    digest: str
    preferences: tuple[str, ...]
    adjustment: str
    code: str
    link: str = ""
    track: Track = "western"
    next_steps: tuple[str, ...] = ()
    contacts: Pairs = ()
