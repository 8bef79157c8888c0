"""Windows in time, the only place that compares a moment with their ends. Pure: no database, no Django.

Every window is half open, `[opens, closes)`: at `closes` it is closed (domain section 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhupei.pure import dates


class State(StrEnum):
    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Window:
    """Both ends are aware moments."""

    opens: datetime
    closes: datetime

    def state(self, at: datetime) -> State:
        if at < self.opens:
            return State.BEFORE
        return State.OPEN if at < self.closes else State.CLOSED

    def is_open(self, at: datetime) -> bool:
        return self.state(at) is State.OPEN

    def has_begun(self, at: datetime) -> bool:
        return self.state(at) is not State.BEFORE

    def is_over(self, at: datetime) -> bool:
        return self.state(at) is State.CLOSED


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the calendar; `state` is "past", "now" or "" (to come)."""

    title: str
    when: str
    state: str


def short_dates(window: Window, *, single: bool = False) -> str:
    """`6/25 – 7/20`, or the first day only."""
    return dates.short(window.opens, None if single else window.closes)


def steps(entries: Iterable[tuple[str, Window, bool]], at: datetime) -> list[Step]:
    """(title, window, only the first day is told) → steps in the order in which they open."""
    words = {State.BEFORE: "", State.OPEN: "now", State.CLOSED: "past"}
    return [
        Step(title, short_dates(window, single=single), words[window.state(at)])
        for title, window, single in sorted(entries, key=lambda entry: (entry[1].opens, entry[1].closes))
    ]
