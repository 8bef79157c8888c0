"""What an extension would change, in words and as a drawing: shown before it is proposed and before it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhupei.cycles import extension
from zhupei.cycles.extension import Shift
from zhupei.cycles.models import Stage
from zhupei.cycles.queries import Dates
from zhupei.cycles.timetable import State
from zhupei.desks.province.chart import Chart, added_words, draw
from zhupei.pure import dates

SMALLEST = timedelta(minutes=1)


@dataclass(frozen=True)
class StageRow:
    """One stage in the table: `added` in words, '' for what stays; `note` why, or how much room remains."""

    shift: Shift
    added: str
    note: str


@dataclass(frozen=True)
class Preview:
    """`told`: the lines that will stand below the public note."""

    closes: datetime
    chart: Chart | None
    rows: list[StageRow]
    told: list[str]

    @property
    def staying(self) -> list[str]:
        return [row.shift.stage.get_kind_display() for row in self.rows if not row.shift.moved]


def preview(shown: Dates, closes: datetime, at: datetime) -> Preview:
    found = extension.shifts(shown.stages, closes)
    room = {each.stage.pk: (before, after) for each, before, after in extension.slack(found)}
    rows = [
        StageRow(each, added_words(each) if each.moved else "", _note(each, room.get(each.stage.pk))) for each in found
    ]
    return Preview(closes, draw(_in_sight(found), at), rows, extension.told(extension.changed(found)))


def states(stages: Sequence[Stage], at: datetime) -> list[tuple[Stage, State]]:
    return [(stage, stage.window.state(at)) for stage in stages]


def _note(shift: Shift, room: tuple[timedelta, timedelta] | None) -> str:
    if shift.waits_for and shift.moved:
        return f"随{shift.waits_for.get_kind_display()}顺延"
    if shift.waits_for and room:
        before, after = room
        return f"{shift.waits_for.get_kind_display()}截止后还有 {dates.span(after)}，原来 {dates.span(before)}"
    return ""


def _in_sight(found: Sequence[Shift]) -> list[Shift]:
    """What moves, and the next two stages: the rest of the year would make days too small to see."""
    last = max((n for n, each in enumerate(found) if each.moved), default=0)
    return list(found[: last + 3])
