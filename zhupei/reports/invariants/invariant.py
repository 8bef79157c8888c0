"""The shape of an invariant and of what breaks it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class BrokenInvariant:
    """`text` names the rows by identifiers, never by personal data."""

    number: int
    text: str


@dataclass(frozen=True)
class Invariant:
    number: int
    title: str
    find: Callable[[], Iterator[str]]
