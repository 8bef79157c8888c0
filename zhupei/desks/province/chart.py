"""The calendar of a round as bars on a scale of days, with what an extension would add. Geometry only, for an SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhupei.cycles.extension import DAY, Shift
from zhupei.cycles.timetable import Window
from zhupei.pure import dates
from zhupei.pure.dates import SHANGHAI

LEFT, RIGHT, TOP, STEP = 110, 890, 44, 36
MOST_LABELS = 13


@dataclass(frozen=True)
class Bar:
    x: float
    width: float


@dataclass(frozen=True)
class StageBar:
    """One stage: its bar, and the time it gains. `tone`: what class the bar has."""

    label: str
    y: int
    bar: Bar
    tone: str
    added: Bar | None
    words: str

    @property
    def text_y(self) -> int:
        return self.y + 17

    @property
    def words_x(self) -> float:
        """Right of the bar, where they always have room: nothing of the same line comes later."""
        return round(self.bar.x + self.bar.width + (self.added.width if self.added else 0) + 6, 1)


@dataclass(frozen=True)
class Chart:
    """`ticks`: position and words of days, empty words between; `today`: where now is, if it is in sight."""

    height: int
    ticks: list[tuple[float, str]]
    lines: list[StageBar]
    today: float | None

    @property
    def bottom(self) -> int:
        return self.height - 4


def draw(found: Sequence[Shift], at: datetime) -> Chart | None:
    """None without any stage."""
    if not found:
        return None
    begin = _midnight(min(each.opens for each in found))
    end = _midnight(max(each.closes for each in found)) + DAY
    scale = (RIGHT - LEFT) / ((end - begin) / DAY)

    def x(moment: datetime) -> float:
        return round(LEFT + (moment - begin) / DAY * scale, 1)

    def bar(opens: datetime, closes: datetime) -> Bar:
        return Bar(x(opens), round(max(x(closes) - x(opens), 3), 1))

    lines = []
    for row, each in enumerate(found):
        lines.append(
            StageBar(
                each.stage.get_kind_display(),
                TOP + row * STEP,
                bar(each.opens, each.stage.closes if each.lengthened else each.closes),
                "bar-open" if Window(each.opens, each.closes).is_open(at) or each.moved else "bar-idle",
                bar(each.stage.closes, each.closes) if each.lengthened else None,
                added_words(each),
            )
        )
    return Chart(
        height=TOP + len(found) * STEP,
        ticks=_ticks(begin, end, x),
        lines=lines,
        today=x(at) if Window(begin, end).is_open(at) else None,
    )


def added_words(shift: Shift) -> str:
    """`+2 天`, or `+1 天 11 小时`; '' for what stays."""
    days, rest = divmod(shift.added, DAY)
    hours = round(rest / timedelta(hours=1))
    parts = [f"{count} {unit}" for count, unit in ((days, "天"), (hours, "小时")) if count]
    return f"+{' '.join(parts)}" if parts else ""


def _ticks(begin: datetime, end: datetime, x: Callable[[datetime], float]) -> list[tuple[float, str]]:
    days = (end - begin) // DAY
    every = next(step for step in (1, 2, 5, 7, 14, 30, 60, 400) if days / step <= MOST_LABELS)
    moments = [begin + DAY * n for n in range(0, days + 1, every)]
    return [(x(moment), dates.short(moment)) for moment in moments]


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
