"""Faults of a file: where (JSON path) and what, in words."""

import json
from typing import NamedTuple

# A file with more faults is of another kind altogether; the rest is counted.
MOST_SHOWN = 500

Place = tuple[str | int, ...]


class FileFault(NamedTuple):
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class FaultyFile(ValueError):
    """The file cannot be used. `faults` are the first ones, `total` says how many there are."""

    def __init__(self, faults: list[FileFault], total: int | None = None) -> None:
        super().__init__(str(faults[0]) if faults else "faulty")
        self.faults = faults
        self.total = len(faults) if total is None else total

    def lines(self) -> list[str]:
        """One line per fault, and one that counts those not shown."""
        more = self.total - len(self.faults)
        return [str(fault) for fault in self.faults] + ([f"$: and {more} more faults"] if more else [])


class Faults:
    """Collects; `check` raises when there is any."""

    def __init__(self) -> None:
        self.found: list[FileFault] = []
        self.total = 0

    def add(self, place: Place, message: str) -> None:
        self.total += 1
        if len(self.found) < MOST_SHOWN:
            self.found.append(FileFault(path(place), message))

    def check(self) -> None:
        if self.total:
            raise FaultyFile(self.found, self.total)


def path(place: Place) -> str:
    """`$.applicants[3].choices[0]`; names that are not plain words stand in brackets, escaped, on one line."""
    return "$" + "".join(_step(step) for step in place)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isidentifier() else f"[{shown(step)}]"


def shown(value: object) -> str:
    """A value of the file in a message: short, on one line, control characters escaped."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return "a number of more than 60 digits"
    text = json.dumps(value, ensure_ascii=False)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= 80 else text[:77] + "..."
