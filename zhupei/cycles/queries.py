"""Finding rounds, windows and plan lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Sum

from zhupei.cycles.models import Cycle, PlanLine, Round, Stage
from zhupei.cycles.timetable import Step, Window, steps

# What the portal's row of steps tells, and of which only the first day matters to people.
TOLD = (
    Stage.Kind.REGISTRATION,
    Stage.Kind.REVIEW,
    Stage.Kind.EXAM,
    Stage.Kind.SCORES,
    Stage.Kind.ADMISSION,
    Stage.Kind.REPORT_IN,
)
FIRST_DAY_ONLY = (Stage.Kind.SCORES, Stage.Kind.ADMISSION, Stage.Kind.REPORT_IN)


def current_registration(at: datetime) -> Stage:
    """The registration window that matters at `at`: the one that is open, else the next, else the last one.

    Raises `Stage.DoesNotExist` when the province has entered none.
    """
    return _current(
        Stage.objects.filter(kind=Stage.Kind.REGISTRATION).select_related("round__cycle").order_by("opens"), at
    )


def _current(windows: Iterable[Stage], at: datetime) -> Stage:
    last = None
    for last in windows:
        if at < last.closes:
            return last
    if last is None:
        raise Stage.DoesNotExist("no registration window")
    return last


def current_round(at: datetime) -> Round:
    return current_registration(at).round


def window(round_: Round, kind: str) -> Window | None:
    """The dates of a stage, or None while the province has not entered them. Uses prefetched stages."""
    for stage in round_.stages.all():
        if stage.kind == kind:
            return Window(stage.opens, stage.closes)
    return None


def next_registration(round_: Round, at: datetime) -> Stage | None:
    """A later round of the same cycle that still takes applications: what remains possible after a deadline."""
    return (
        Stage.objects.filter(
            kind=Stage.Kind.REGISTRATION,
            round__cycle_id=round_.cycle_id,
            round__number__gt=round_.number,
            closes__gt=at,
        )
        .select_related("round")
        .order_by("opens")
        .first()
    )


@dataclass(frozen=True)
class Calendar:
    """A cycle with all stages of its rounds in order of time, and the round that concerns people now.

    `round` is the last one whose registration has begun (else the first): between two registrations the reviews and
    exams of the earlier round go on. `registration` is its window; `following` the next round's, if there is one.
    """

    cycle: Cycle
    round: Round
    registration: Stage
    following: Stage | None
    stages: Sequence[Stage]

    def of(self, round_: Round) -> list[Stage]:
        return [stage for stage in self.stages if stage.round_id == round_.pk]

    @property
    def rounds(self) -> list[Round]:
        found = {stage.round_id: stage.round for stage in self.stages}
        return sorted(found.values(), key=lambda each: each.number)

    def steps(self, at: datetime) -> list[Step]:
        """The round in a row, with the next round's registration among its steps."""
        told = [stage for stage in self.of(self.round) if stage.kind in TOLD]
        entries = [(s.get_kind_display(), Window(s.opens, s.closes), s.kind in FIRST_DAY_ONLY) for s in told]
        if self.following:
            window = Window(self.following.opens, self.following.closes)
            entries.append((self.following.round.name, window, False))
        return steps(entries, at)


def calendar(at: datetime) -> Calendar | None:
    """The whole calendar in one query; None while the province has entered no registration window."""
    stages = list(Stage.objects.select_related("round__cycle").order_by("opens", "closes"))
    windows = [stage for stage in stages if stage.kind == Stage.Kind.REGISTRATION]
    if not windows:
        return None
    cycle = _current(windows, at).round.cycle
    windows = [stage for stage in windows if stage.round.cycle_id == cycle.pk]
    begun = [stage for stage in windows if stage.opens <= at]
    shown = begun[-1] if begun else windows[0]
    following = next((stage for stage in windows if stage.opens > shown.opens), None)
    own = [stage for stage in stages if stage.round.cycle_id == cycle.pk]
    return Calendar(cycle, shown.round, shown, following, own)


class PlanRow(NamedTuple):
    """A plan line with the names that a list shows. `line_last_year` in hundredths of a point."""

    id: UUID
    base_id: UUID
    base_name: str
    base_short_name: str
    city: str
    specialty_code: str
    specialty_name: str
    track: str
    kind: str
    shortage: bool
    seats: int
    applicants_last_year: int | None
    line_last_year: int | None


PLAN_FIELDS = (
    "id",
    "base_id",
    "base__name",
    "base__short_name",
    "base__city",
    "specialty_id",
    "specialty__name",
    "specialty__track",
    "specialty__kind",
    "specialty__shortage",
    "seats",
    "applicants_last_year",
    "line_last_year",
)


def plan_lines(
    round_: Round,
    *,
    track: str = "",
    kind: str = "",
    specialty: str = "",
    city: str = "",
    base: UUID | None = None,
    shortage: bool = False,
) -> list[PlanRow]:
    """The plan of a round at active bases, ordered by base and specialty. One query, whatever the number of lines."""
    wanted = {
        "specialty__track": track,
        "specialty__kind": kind,
        "specialty": specialty,
        "base__city": city,
        "base": base,
        "specialty__shortage": shortage,
    }
    lines = PlanLine.objects.filter(
        round=round_, base__active=True, **{name: value for name, value in wanted.items() if value}
    ).order_by("base__code", "specialty_id")
    return [PlanRow(*values) for values in lines.values_list(*PLAN_FIELDS)]


class Totals(NamedTuple):
    bases: int
    specialties: int
    seats: int


def plan_totals(round_: Round) -> dict[str, Totals]:
    """Track → how many bases, specialties and seats the plan of a round has."""
    groups = (
        PlanLine.objects.filter(round=round_, base__active=True)
        .order_by()
        .values("specialty__track")
        .annotate(
            bases=Count("base", distinct=True), specialties=Count("specialty", distinct=True), all_seats=Sum("seats")
        )
    )
    return {g["specialty__track"]: Totals(g["bases"], g["specialties"], g["all_seats"]) for g in groups}


def demonstration_moments() -> dict[str, datetime]:
    """Moments to which the demonstration clock can be moved, by name."""
    stages = {
        (stage.round.number, stage.kind): stage
        for stage in Stage.objects.select_related("round").order_by("round__number")
    }
    moments = {}
    if first := stages.get((1, Stage.Kind.REGISTRATION)):
        moments["报名截止前一分钟"] = first.closes - timedelta(minutes=1)
        moments["报名刚刚截止"] = first.closes + timedelta(minutes=1)
    if second := stages.get((2, Stage.Kind.REGISTRATION)):
        moments["补录报名开始"] = second.opens + timedelta(minutes=1)
    return moments
