"""Extending a registration: which dates of the round move with it, and which ones stay (domain section 3).

Nothing is read or written here. The review keeps the time that it has after registration. A later stage that would
begin before the one it waits for has ended moves along, and so do those that wait for it; whatever has room stays where
it is. What moves along moves by whole days, so that an examination keeps its hour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhupei.cycles.changes import SettingChange
from zhupei.cycles.models import Stage
from zhupei.pure import dates

DAY = timedelta(days=1)
LONGEST, LONGEST_WORDS = (
    timedelta(days=30),
    "30 天",
)  # at once; a slip of the pen in the year or the month is caught here
LONGEST_NOTE, SHORTEST_NOTE = 500, 10


@dataclass(frozen=True)
class Shift:
    """One stage as it is and as it would be. `waits_for`: the stage with which it moves, or whose end it awaits."""

    stage: Stage
    opens: datetime
    closes: datetime
    waits_for: Stage | None = None

    @property
    def moved(self) -> bool:
        return (self.opens, self.closes) != (self.stage.opens, self.stage.closes)

    @property
    def lengthened(self) -> bool:
        """Begins as before and ends later."""
        return self.opens == self.stage.opens and self.closes > self.stage.closes

    @property
    def added(self) -> timedelta:
        return self.closes - self.stage.closes


def registration_of(stages: Sequence[Stage]) -> Stage | None:
    return next((stage for stage in stages if stage.kind == Stage.Kind.REGISTRATION), None)


def shifts(stages: Sequence[Stage], closes: datetime) -> list[Shift]:
    """Every stage of the round in order of time, when its registration closes at `closes`, later than now."""
    ordered = sorted(stages, key=lambda stage: (stage.opens, stage.closes))
    registration = registration_of(ordered)
    if registration is None:
        return [Shift(stage, stage.opens, stage.closes) for stage in ordered]
    first = Shift(registration, registration.opens, closes)
    found, days = {registration.pk: first}, whole_days(closes - registration.closes)
    for stage in ordered:
        if stage.pk != registration.pk:
            found[stage.pk] = _dependent(stage, list(found.values()), first, days)
    return [found[stage.pk] for stage in ordered]


def _dependent(stage: Stage, earlier: Sequence[Shift], registration: Shift, days: timedelta) -> Shift:
    """`earlier`: what has been settled about the stages that open before this one."""
    before = registration.stage.closes
    if stage.opens < before <= stage.closes and stage.kind == Stage.Kind.REVIEW:
        return Shift(stage, stage.opens, stage.closes + days, registration.stage)
    awaited = [each for each in earlier if each.stage.closes <= stage.opens]
    last = max(awaited, key=lambda each: each.closes, default=None)
    if last is not None and last.closes > stage.opens:
        return Shift(stage, stage.opens + days, stage.closes + days, last.stage)
    return Shift(stage, stage.opens, stage.closes, last.stage if last else None)


def whole_days(span: timedelta) -> timedelta:
    """Rounded up."""
    return -(-span // DAY) * DAY


def slack(found: Sequence[Shift]) -> Iterator[tuple[Shift, timedelta, timedelta]]:
    """Stages that stay although what they wait for moves: how much time lay between them, and how much remains."""
    by_stage = {each.stage.pk: each for each in found}
    for each in found:
        awaited = by_stage.get(each.waits_for.pk) if each.waits_for else None
        if awaited is not None and awaited.moved and not each.moved:
            yield each, each.stage.opens - awaited.stage.closes, each.opens - awaited.closes


def ended_before(found: Sequence[Shift], moment: datetime) -> list[Shift]:
    """What has ended by `moment` as things are and would not any more."""
    return [each for each in found if each.stage.closes <= moment < each.closes]


def changed(found: Sequence[Shift]) -> list[SettingChange]:
    """Both dates of every stage that moves, in words."""
    return [
        SettingChange(
            f"{each.stage.kind}.{end}", f"{each.stage.get_kind_display()}{said}", dates.exact(old), dates.exact(new)
        )
        for each in found
        for end, said, old, new in (
            ("opens", "开始", each.stage.opens, each.opens),
            ("closes", "截止", each.stage.closes, each.closes),
        )
        if old != new
    ]


def told(changes: Sequence[SettingChange]) -> list[str]:
    """The dates below the public note, one a line."""
    return [f"{each.label}：{each.new}（原为 {each.old}）。" for each in changes]
