"""What a list can be filtered by: how each condition is read from an address, spelled there, and told in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

Options = Sequence[tuple[str, str]]
YES = "1"


@dataclass(frozen=True)
class Condition:
    """`name` is a field of the list's filter. `further`: it stands behind 更多条件."""

    name: str
    label: str
    further: bool = False

    kind: ClassVar[str]
    empty: ClassVar[Any] = ""

    def read(self, raw: str, options: Options) -> Any:
        """The value of what stands in the address; `empty` for what is not understood."""
        raise NotImplementedError

    def spelled(self, value: Any) -> str:
        """As it stands in an address and in the field of the form; '' where it does not filter."""
        return str(value)

    def told(self, value: Any, options: Options) -> str:
        """The condition in words, for the head of a file."""
        return f"{self.label}：{value}"


@dataclass(frozen=True)
class TextCondition(Condition):
    """Words; blanks are put in order, and PostgreSQL stores no NUL, so nothing can be found with one."""

    longest: int = 50
    placeholder: str = ""

    kind = "text"

    def read(self, raw: str, options: Options) -> str:
        return " ".join(raw.replace("\x00", "").split())[: self.longest].strip()


@dataclass(frozen=True)
class OptionCondition(Condition):
    """One of the options, (value, label), that the list offers to this viewer. `coded`: the value is shown, too.
    `besides`: values that have a meaning although nothing in the list has them now.
    """

    coded: bool = False
    besides: tuple[str, ...] = ()

    kind = "choice"

    def read(self, raw: str, options: Options) -> str:
        return raw if raw in self.besides or raw in dict(options) else ""

    def told(self, value: str, options: Options) -> str:
        return f"{self.label}：{dict(options).get(value, value)}"


@dataclass(frozen=True)
class FlagCondition(Condition):
    """Only those for which it is true."""

    kind = "flag"
    empty = False

    def read(self, raw: str, options: Options) -> bool:
        return raw == YES

    def spelled(self, value: bool) -> str:
        return YES if value else ""

    def told(self, value: bool, options: Options) -> str:
        return self.label


@dataclass(frozen=True)
class DayCondition(Condition):
    """A day of the province, as an `<input type="date">` sends it."""

    kind = "day"
    empty = None

    def read(self, raw: str, options: Options) -> date | None:
        try:
            return date.fromisoformat(raw) if len(raw) == 10 else None
        except ValueError:
            return None

    def spelled(self, value: date | None) -> str:
        return value.isoformat() if value else ""
