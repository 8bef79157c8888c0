"""What was read of an identity card beside what the account says. It warns and prefills; a person decides."""

from dataclasses import dataclass
from typing import Literal

from zhupei.pure.identity.characters import normalise
from zhupei.pure.identity.names import name_key
from zhupei.pure.scans.document_check.report import CardText

Match = Literal["same", "different", "unread"]


@dataclass(frozen=True)
class Comparison:
    """Of the number and of the name."""

    number: Match
    name: Match


def compare(read: CardText, *, number: str, name: str) -> Comparison:
    """`number` and `name` are those of the account.

    The number is the same only when all eighteen characters are; nothing is guessed or corrected. Names are the same
    in traditional and simplified characters, with and without the separator.
    """
    return Comparison(
        _match(read.number, number, normalise),
        _match(read.name, name, name_key),
    )


def _match(read: str | None, account: str, plain) -> Match:
    if not read:
        return "unread"
    return "same" if plain(read) == plain(account) else "different"
