"""Columns of a list: what stands in a row, said once for the page, the phone and every file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from zhupei.kernel.clock import SHANGHAI

Row = TypeVar("Row")
Value = str | int | datetime | None
NOTHING = "—"


class ValueKind(Enum):
    """How a value is read: `CODE` is a number that is never reckoned with; `HUNDREDTHS` holds 7120 for 71.20."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    HUNDREDTHS = "hundredths"
    MOMENT = "moment"
    SECOND = "second"

    @property
    def is_time(self) -> bool:
        return self in (ValueKind.MOMENT, ValueKind.SECOND)

    @property
    def is_figure(self) -> bool:
        return self in (ValueKind.NUMBER, ValueKind.HUNDREDTHS)


@dataclass(frozen=True)
class ListColumn(Generic[Row]):
    """`value` is what a file gets; a page shows it with `code` before it, `tags` (text, tone) and a `note` behind it.

    `head`: it names the row. `linked`: it leads to the row's own page. `title`: told where one points at it. `wide`:
    phones do without it. `quiet`: small. `in_tabs`: only there the page shows it. `on_page` and `in_file` False: the
    other alone has it. With `plain` it is a personal number: `value` is masked, and the file gets `plain` where
    somebody has asked for whole numbers.
    """

    name: str
    label: str
    value: Callable[[Row], Value]
    kind: ValueKind = ValueKind.TEXT
    code: Callable[[Row], str] | None = None
    tags: Callable[[Row], Sequence[tuple[str, str]]] | None = None
    note: Callable[[Row], str] | None = None
    title: Callable[[Row], str] | None = None
    head: bool = False
    linked: bool = False
    wide: bool = False
    quiet: bool = False
    nowrap: bool = False
    in_tabs: tuple[str, ...] = ()
    on_page: bool = True
    in_file: bool = True
    plain: Callable[[Row], str] | None = None
    width: int = 14

    @property
    def cell_class(self) -> str:
        """The class of its cells."""
        figure = "n" if self.kind.is_figure else "" if self.kind is ValueKind.TEXT else "num"
        nowrap = "nowrap" if self.nowrap or self.kind is ValueKind.CODE else ""
        return " ".join(
            filter(None, (figure, nowrap, "hide-s" if self.wide else "", "small muted" if self.quiet else ""))
        )

    @property
    def sealed(self) -> bool:
        return self.plain is not None


def text(value: Any, kind: ValueKind = ValueKind.TEXT) -> str:
    """A value as a file tells it: the same on every machine, in the time of the province."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    if kind is ValueKind.HUNDREDTHS:
        return f"{value // 100}.{value % 100:02d}"
    return str(value)
