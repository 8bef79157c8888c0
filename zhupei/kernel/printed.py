"""Papers that are issued: each carries a signed code by which anybody who holds it can have it checked.

A code says which kind of paper it is by its first letter: `F-2026-W1-004821-1.ABCDEFGHIJKL`. An app offers its kinds
when it starts (`register`), and the public check page answers for all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings

from zhupei.kernel.crypto import codes

PURPOSE = "paper"
PATH = "/paper/"


@dataclass(frozen=True)
class Validity:
    """What anybody may know who holds the paper: whether it is in force, why not, and facts that tell no secret."""

    in_force: bool
    why_not: str = ""
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """One kind of paper. `mark` is one capital letter; `find` gives what was printed with a number, or None.

    `former` is the purpose for which codes without a mark were signed before there were several kinds.
    """

    mark: str
    name: str
    find: Callable[[str], Any]
    validity: Callable[[Any], Validity]
    former: str = ""


class Found(NamedTuple):
    kind: PaperKind
    paper: Any


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> None:
    """Raises ValueError for a mark that is no capital letter or another kind's."""
    if len(kind.mark) != 1 or not "A" <= kind.mark <= "Z" or kind.mark in _kinds:
        raise ValueError(f"{kind.name} cannot be marked {kind.mark}")
    _kinds[kind.mark] = kind


def known() -> Mapping[str, PaperKind]:
    return _kinds


def code(mark: str, number: str) -> str:
    """The code of a paper of this kind; the number is what its app finds it by."""
    return codes.sign(PURPOSE, f"{mark}-{number}")


def address(signed: str) -> str:
    """Of the check page, for the QR code; empty where this installation has no public address."""
    return f"{settings.PUBLIC_URL}{PATH}{signed}/" if settings.PUBLIC_URL else ""


def number_of(kind: PaperKind, typed: str) -> str | None:
    """The number in a code of this kind, or None for a code that is not ours or another kind's."""
    text = codes.read(PURPOSE, typed)
    if text is not None:
        return text[2:] if text.startswith(f"{kind.mark}-") else None
    return codes.read(kind.former, typed) if kind.former else None


def find(typed: str) -> Found | None:
    """The paper that carries this code, whatever its kind; None for a code that is not ours."""
    for kind in _kinds.values():
        number = number_of(kind, typed)
        paper = kind.find(number) if number is not None else None
        if paper is not None:
            return Found(kind, paper)
    return None
