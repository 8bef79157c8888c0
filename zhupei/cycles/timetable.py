"""Windows in time and how they are told to people. Pure: no database, no Django.

Every window is half open, `[opens, closes)`: at `closes` it is closed (domain section 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


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


def moment(value: datetime) -> str:
    """`2026 年 7 月 20 日 22:00`; with seconds only where they are not zero."""
    here = value.astimezone(SHANGHAI)
    clock = here.strftime("%H:%M:%S" if here.second else "%H:%M")
    return f"{here.year} 年 {here.month} 月 {here.day} 日 {clock}"


def span(length: timedelta) -> str:
    """The two largest units: `24 天 3 小时`, `3 小时 12 分`, `12 分 5 秒`; nothing negative."""
    seconds = max(0, int(length.total_seconds()))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return f"{days} 天 {hours} 小时"
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {seconds} 秒"


def sentence(window: Window, at: datetime, what: str = "报名") -> str:
    """What matters now about a window: `报名进行中，还有 24 天 3 小时`."""
    match window.state(at):
        case State.BEFORE:
            return f"距{what}开始还有 {span(window.opens - at)}"
        case State.OPEN:
            return f"{what}进行中，还有 {span(window.closes - at)}"
        case _:
            return f"{what}已于 {moment(window.closes)} 截止"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the calendar; `state` is "past", "now" or "" (to come)."""

    title: str
    when: str
    state: str


def short_dates(window: Window, *, single: bool = False) -> str:
    """`6/25 – 7/20`, or the first day only."""
    first, last = (
        f"{day.month}/{day.day}" for day in (window.opens.astimezone(SHANGHAI), window.closes.astimezone(SHANGHAI))
    )
    return first if single or first == last else f"{first} – {last}"


def steps(entries: Iterable[tuple[str, Window, bool]], at: datetime) -> list[Step]:
    """(title, window, only the first day is told) → steps in the order in which they open."""
    words = {State.BEFORE: "", State.OPEN: "now", State.CLOSED: "past"}
    return [
        Step(title, short_dates(window, single=single), words[window.state(at)])
        for title, window, single in sorted(entries, key=lambda entry: (entry[1].opens, entry[1].closes))
    ]
