"""Text made printable: no invisible trickery, no empty boxes for characters the font does not have."""

from __future__ import annotations

import unicodedata
from typing import Any

from zhupei.pure.paper.fonts import uncovered

STAND_IN = "〓"
# Controls; bidi marks, overrides and joiners. Unknown and private characters stay: they may be part of a name.
UNPRINTABLE = frozenset({"Cc", "Cf"})


def printable(text: str) -> str:
    """`text` without characters that print nothing or reorder others; line breaks stay."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in plain if char == "\n" or not _silent(char))


def _silent(char: str) -> bool:
    variant = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return variant or unicodedata.category(char) in UNPRINTABLE


class Typesetter:
    """Cleans every string of a document and remembers which characters could not be set."""

    def __init__(self) -> None:
        self._missing: dict[str, None] = {}

    def set(self, value: Any) -> Any:
        """Strings cleaned, anywhere in nested lists, tuples and dicts; other values unchanged."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {key: self.set(part) for key, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.set(part) for part in value]
        return value

    def _text(self, text: str) -> str:
        clean = printable(text)
        for char in uncovered(clean):
            self._missing[char] = None
            clean = clean.replace(char, STAND_IN)
        return clean

    @property
    def missing(self) -> list[str]:
        """Code points printed as 〓, e.g. `U+21484`, in the order they were met."""
        return [f"U+{ord(char):04X}" for char in self._missing]
