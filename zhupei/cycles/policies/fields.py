"""Settings as data: one field each, with what it may be, what is usual, and the sentence of the notice it enforces.

Values are what JSON knows: a whole number, True or False, a word, a list of words, None where a field says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, kw_only=True)
class SettingField:
    """`name` is stable: column, form and trail use it. `notice` has `{}` where the value stands in words."""

    name: str
    label: str
    default: Any
    notice: str
    help: str = ""

    def fault(self, value: Any) -> str:
        """What is wrong with a value, as a sentence; '' for one that is allowed."""
        raise NotImplementedError

    def words(self, value: Any) -> str:
        raise NotImplementedError

    def sentence(self, value: Any) -> str:
        """What the notice says while this value holds."""
        return self.notice.replace("{}", self.words(value))

    def loaded(self, stored: Any) -> Any:
        """The value of what the database keeps."""
        return stored

    def stored(self, value: Any) -> Any:
        return value


@dataclass(frozen=True, kw_only=True)
class Number(SettingField):
    """A whole number from `low` to `high`, both allowed. `empty`: what None means, where it may be left out."""

    low: int
    high: int
    unit: str
    empty: str = ""

    def fault(self, value: Any) -> str:
        if value is None and self.empty:
            return ""
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return ""
        left_out = f"，留空表示{self.empty}" if self.empty else ""
        return f"{self.label}应为 {self.low} 至 {self.high} 的整数（{self.unit}）{left_out}。"

    def words(self, value: Any) -> str:
        return self.empty if value is None else f"{value} {self.unit}"


@dataclass(frozen=True, kw_only=True)
class Hours(Number):
    """Kept as a length of time."""

    unit: str = "小时"

    def loaded(self, stored: timedelta) -> int:
        return round(stored / timedelta(hours=1))

    def stored(self, value: int) -> timedelta:
        return timedelta(hours=value)


@dataclass(frozen=True, kw_only=True)
class OneOf(SettingField):
    """One of `options`: value → what it is called."""

    options: Mapping[str, str]

    def fault(self, value: Any) -> str:
        return "" if isinstance(value, str) and value in self.options else f"请选择“{self.label}”。"

    def words(self, value: Any) -> str:
        return self.options.get(value, str(value))


@dataclass(frozen=True, kw_only=True)
class Switch(SettingField):
    """Yes or no. `otherwise`: what the notice says when it is off."""

    otherwise: str
    yes: str = "是"
    no: str = "否"

    def fault(self, value: Any) -> str:
        return "" if isinstance(value, bool) else f"请选择“{self.label}”。"

    def words(self, value: Any) -> str:
        return self.yes if value else self.no

    def sentence(self, value: Any) -> str:
        return self.notice if value else self.otherwise


@dataclass(frozen=True, kw_only=True)
class Several(SettingField):
    """Some of `options`, at least one, in their order."""

    options: Mapping[str, str]

    def fault(self, value: Any) -> str:
        known = isinstance(value, list) and all(isinstance(each, str) and each in self.options for each in value)
        if known and value and len(set(value)) == len(value):
            return ""
        return f"{self.label}至少选择一项。"

    def words(self, value: Any) -> str:
        return "、".join(self.options.get(each, each) for each in self.loaded(value))

    def loaded(self, stored: Any) -> list[str]:
        """In the order of the options, so that the same choice is the same value."""
        return [each for each in self.options if each in stored] + [each for each in stored if each not in self.options]
