"""The kinds of table that can be imported. The app that owns the highest layer a kind touches registers it when it
starts (`AppConfig.ready`); example: `applications/designated_list.py`.

A kind brings columns, `check` and `commit`; gate, reading, faults, pages, commands and the two phases are the same for
all of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhupei.accounts.models import User
from zhupei.pure.sheets.columns import SheetColumn
from zhupei.pure.sheets.faults import SheetFault
from zhupei.pure.sheets.table import Table

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Subject:
    """What a table is about. `names`: how it may be called on a command line; `open`: it takes imports now; `current`:
    of several open ones the one that is meant when nobody says which.
    """

    id: str
    label: str
    names: tuple[str, ...] = ()
    open: bool = True
    current: bool = False

    def called(self, name: str) -> bool:
        return name.strip().casefold() in {each.casefold() for each in (self.id, self.label, *self.names)}


@dataclass(frozen=True)
class Effect:
    """Somebody whom a commit would concern who has already done something: shown before it, masked."""

    who: str
    state: str
    before: str
    after: str


@dataclass
class CheckedRows:
    """What a kind makes of the rows: faults, what a commit would do in numbers, and whom it would concern.

    `sentence` explains most of the faults where the kind understands them better than `summary`.
    """

    faults: list[SheetFault] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    sentence: str = ""


@dataclass(frozen=True)
class Commit:
    """What `commit` gets: the rows that were shown, who has confirmed them and when."""

    subject: Subject
    table: Table
    actor: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TableKind:
    """`check` reads the database and writes nothing; `commit` runs in the transaction that moves the import, after
    `check` has found the same as was shown, and returns what it has done in numbers. `rows`: what the template is
    filled with. `second_person`: whoever has uploaded it cannot confirm it.
    """

    name: str
    label: str
    columns: Sequence[SheetColumn]
    subjects: Callable[[datetime], Sequence[Subject]]
    check: Callable[[Subject, Table, Progress], CheckedRows]
    commit: Callable[[Commit], Mapping[str, int]] | None = None
    rows: Callable[[Subject], Iterable[Sequence[str]]] = lambda subject: ()
    may: Callable[[User], bool] = lambda user: False
    role: str = "province"
    second_person: bool = False
    subject_word: str = "轮次"

    def subject(self, subject_id: str, at: datetime) -> Subject | None:
        return next((each for each in self.subjects(at) if each.id == subject_id), None)


_known: dict[str, TableKind] = {}


def register(kind: TableKind) -> TableKind:
    _known[kind.name] = kind
    return kind


def get(name: str) -> TableKind:
    """KeyError for a kind that nobody has registered."""
    return _known[name]


def known() -> Sequence[TableKind]:
    return tuple(_known.values())
