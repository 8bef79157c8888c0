"""The demonstration's calendar: stages as offsets from today, so that registration is always open."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zhupei.pure import dates
from zhupei.pure.reference.files import document

Offset = tuple[int, str]


@dataclass(frozen=True, slots=True)
class StageDates:
    """Half open: [opens, closes). `kind` is one of registration, review, tickets, exam, scores, admission, notice,
    confirmation, report-in."""

    kind: str
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class RoundDates:
    number: int
    name: str
    stages: tuple[StageDates, ...]

    def stage(self, kind: str) -> StageDates:
        """Raises StopIteration for a kind that the round has not."""
        return next(stage for stage in self.stages if stage.kind == kind)


def rounds(today: date) -> tuple[RoundDates, ...]:
    """Round 1 (registration opened five days ago, closes in 24 days at 22:00) and the supplementary round."""
    return tuple(
        RoundDates(
            number=entry["number"],
            name=entry["name"],
            stages=tuple(
                StageDates(stage["kind"], moment(today, stage["opens"]), moment(today, stage["closes"]))
                for stage in entry["stages"]
            ),
        )
        for entry in document("world", "rounds.json")["rounds"]
    )


def moment(today: date, offset: Offset) -> datetime:
    """`offset`: days from today and a time of day, in the zone of rounds.json (Asia/Shanghai)."""
    days, clock = offset
    zone = ZoneInfo(document("world", "rounds.json")["timezone"])
    return datetime.combine(today + timedelta(days=days), time.fromisoformat(clock), zone)


def counted_from(opens: datetime) -> date:
    """The day from which a calendar was counted whose first registration opens at `opens`."""
    zone = ZoneInfo(document("world", "rounds.json")["timezone"])
    some_day = date(2000, 1, 1)
    return opens.astimezone(zone).date() - (rounds(some_day)[0].stage("registration").opens.date() - some_day)


def spoken(at: datetime, year: int | None = None) -> str:
    """`7 月 20 日 22:00`; without the time at midnight, with the year when it is another than `year`.

    In the zone of rounds.json whatever the zone of `at`.
    """
    local = at.astimezone(ZoneInfo(document("world", "rounds.json")["timezone"]))
    today = local if year is None else date(year, 1, 1)
    return dates.day(local, today) if local.time() == time() else dates.moment(local, today)
