"""What was read of an identity card beside what the account says. It warns and prefills; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from zhupei.pure.identity.characters import normalise
from zhupei.pure.identity.names import normalise_name
from zhupei.pure.scans.reading.report import CardText

if TYPE_CHECKING:
    from opencc import OpenCC

Match = Literal["same", "different", "unread"]
# The OCR writes the separator of names in these ways, or leaves it out.
DOTS = str.maketrans("", "", "·•.・ ")


@dataclass(frozen=True)
class Comparison:
    """Of the number and of the name."""

    number: Match
    name: Match

    @property
    def agrees(self) -> bool:
        """Both read, both the same."""
        return self.number == self.name == "same"


def compare(read: CardText, *, number: str, name: str) -> Comparison:
    """`number` and `name` are those of the account.

    The number is the same only when all eighteen characters are; nothing is guessed or corrected. Names are the same
    in traditional and simplified characters, with and without the separator.
    """
    return Comparison(
        _match(read.number, number, normalise),
        _match(read.name, name, folded),
    )


def folded(name: str) -> str:
    """A name without what the same person's papers differ in: character variants, the separator, case."""
    return _simplified().convert(normalise_name(name).translate(DOTS)).casefold()


def _match(read: str | None, account: str, plain) -> Match:
    if not read:
        return "unread"
    return "same" if plain(read) == plain(account) else "different"


@cache
def _simplified() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
