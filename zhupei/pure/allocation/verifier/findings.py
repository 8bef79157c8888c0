"""What is wrong with a result: the first violation of each kind, in words."""

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec.json import Encoder

_encoded = Encoder(order="sorted").encode


class Violation(NamedTuple):
    """`kind` names it in a few words; `words` say who and where."""

    kind: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


class Findings:
    """Keeps the first of each kind; `words` are only put together for that one."""

    def __init__(self) -> None:
        self.found: dict[str, Violation] = {}

    def add(self, kind: str, words: str | Callable[[], str]) -> None:
        if kind not in self.found:
            self.found[kind] = Violation(kind, words if isinstance(words, str) else words())


def exactly(said: Any, right: Any) -> bool:
    """Equal, and numbers are whole where they should be: for Python 1, 1.0 and true are equal. `right` has no float."""
    return bool(said == right) and _encoded(said) == _encoded(right)
