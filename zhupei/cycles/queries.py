"""Finding rounds, windows and plan lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from zhupei.cycles.models import Cycle, MajorRule, PersonCategory, PictureCheck, PlanLine, Round, Stage
from zhupei.cycles.timetable import Step, Window, steps
from zhupei.kernel.settled import settled

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
    """The registration window that concerns people at `at`: the last one that has begun, else the first.

    Between two registrations the reviews, corrections and exams of the earlier round go on, so it stays the current
    one until the next begins. Raises `Stage.DoesNotExist` when the province has entered none.
    """
    windows = [stage for stage in stages() if stage.kind == Stage.Kind.REGISTRATION]
    if not windows:
        raise Stage.DoesNotExist("no registration window")
    begun = [stage for stage in windows if stage.window.has_begun(at)]
    return begun[-1] if begun else windows[0]


@settled
def stages() -> Sequence[Stage]:
    """Every stage of every round, with its round and cycle, in order of time."""
    return tuple(Stage.objects.select_related("round__cycle").order_by("opens", "closes"))


def stage(round_: Round, kind: str) -> Stage | None:
    """The dates of a stage, or None while the province has not entered them."""
    return next((each for each in stages() if each.round_id == round_.pk and each.kind == kind), None)


def current_round(at: datetime) -> Round:
    return current_registration(at).round


def window(round_: Round, kind: str) -> Window | None:
    """The same as an interval."""
    found = stage(round_, kind)
    return found.window if found else None


def next_registration(round_: Round, at: datetime) -> Stage | None:
    """A later round of the same cycle that still takes applications: what remains possible after a deadline."""
    later = (
        each
        for each in stages()
        if each.kind == Stage.Kind.REGISTRATION
        and each.round.cycle_id == round_.cycle_id
        and each.round.number > round_.number
        and not each.window.is_over(at)
    )
    return next(later, None)


@dataclass(frozen=True)
class Calendar:
    """A cycle with all stages of its rounds in order of time, and the round that concerns people now.

    `registration` is the window of `round` (see `current_registration`); `following` the next round's, if there is one.
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
        entries = [(s.get_kind_display(), s.window, s.kind in FIRST_DAY_ONLY) for s in told]
        if self.following:
            entries.append((self.following.round.name, self.following.window, False))
        return steps(entries, at)


def calendar(at: datetime) -> Calendar | None:
    """The whole calendar; None while the province has entered no registration window."""
    try:
        shown = current_registration(at)
    except Stage.DoesNotExist:
        return None
    cycle = shown.round.cycle
    later = (stage for stage in stages() if stage.kind == Stage.Kind.REGISTRATION and stage.opens > shown.opens)
    following = next((stage for stage in later if stage.round.cycle_id == cycle.pk), None)
    own = [stage for stage in stages() if stage.round.cycle_id == cycle.pk]
    return Calendar(cycle, shown.round, shown, following, own)


@dataclass(frozen=True)
class Dates:
    """A round with its stages in order of time, and the next round's registration, if there is one."""

    round: Round
    stages: Sequence[Stage]
    following: Stage | None


def dates(round_id: UUID | str) -> Dates:
    """As the database has them now, for whoever is to change them. Raises `Round.DoesNotExist`."""
    cycle = Round.objects.filter(pk=round_id).values("cycle")
    rows = Stage.objects.filter(round__cycle__in=cycle).select_related("round__cycle")
    return _dates(UUID(str(round_id)), rows.order_by("opens", "closes"))


def held_dates(round_id: UUID | str) -> Dates:
    """The same; they stay as they are until the transaction ends. Waits for the submissions under way, which hold the
    registration (`applications.lock_queries.held_window`).
    """
    list(Stage.objects.select_for_update().filter(round=UUID(str(round_id))).order_by("pk"))
    return dates(round_id)


def _dates(round_id: UUID, rows: Iterable[Stage]) -> Dates:
    every = list(rows)
    own = [stage for stage in every if stage.round_id == round_id]
    round_ = own[0].round if own else Round.objects.select_related("cycle").get(pk=round_id)
    later = (stage for stage in every if stage.kind == Stage.Kind.REGISTRATION and stage.round.number > round_.number)
    return Dates(round_, own, next(later, None))


@settled
def rounds() -> Mapping[str, Round]:
    """Every round by its id in words, with its cycle."""
    return {str(each.pk): each for each in Round.objects.select_related("cycle")}


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


@settled
def plan(round_id: UUID) -> Mapping[UUID, PlanLine]:
    """The plan of a round with bases and specialties, ordered by base and specialty; inactive bases included."""
    lines = PlanLine.objects.filter(round=round_id).select_related("base", "specialty")
    return {line.pk: line for line in lines.order_by("base__code", "specialty_id")}


@settled
def picture_checks(cycle_id: UUID) -> Mapping[str, str]:
    """Name of a check → block, warn or off, where the province has said something."""
    return dict(PictureCheck.objects.filter(cycle=cycle_id).values_list("code", "mode"))


@settled
def _open_plan(round_id: UUID) -> Sequence[PlanRow]:
    return tuple(
        PlanRow(
            id=line.pk,
            base_id=line.base_id,
            base_name=line.base.name,
            base_short_name=line.base.short_name,
            city=line.base.city,
            specialty_code=line.specialty_id,
            specialty_name=line.specialty.name,
            track=line.specialty.track,
            kind=line.specialty.kind,
            shortage=line.specialty.shortage,
            seats=line.seats,
            applicants_last_year=line.applicants_last_year,
            line_last_year=line.line_last_year,
        )
        for line in plan(round_id).values()
        if line.base.active
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
    """The plan of a round at active bases, ordered by base and specialty."""
    wanted = {
        "track": track,
        "kind": kind,
        "specialty_code": specialty,
        "city": city,
        "base_id": base,
        "shortage": shortage,
    }
    asked = [(name, value) for name, value in wanted.items() if value]
    return [row for row in _open_plan(round_.pk) if all(getattr(row, name) == value for name, value in asked)]


class Totals(NamedTuple):
    bases: int
    specialties: int
    seats: int


def plan_totals(round_: Round) -> dict[str, Totals]:
    """Track → how many bases, specialties and seats the plan of a round has."""
    rows = _open_plan(round_.pk)
    found = {}
    for track in dict.fromkeys(row.track for row in rows):
        own = [row for row in rows if row.track == track]
        bases, specialties = {row.base_id for row in own}, {row.specialty_code for row in own}
        found[track] = Totals(len(bases), len(specialties), sum(row.seats for row in own))
    return found


@settled
def categories(cycle_id: UUID) -> Mapping[str, PersonCategory]:
    """The cycle's 人员类型 by code, in order."""
    return {each.code: each for each in PersonCategory.objects.filter(cycle=cycle_id).order_by("position", "pk")}


@settled
def major_rules(cycle_id: UUID) -> Mapping[str, Sequence[str]]:
    """Specialty code → codes of the majors that may choose it."""
    return dict(MajorRule.objects.filter(cycle=cycle_id).values_list("specialty_id", "major_codes"))


def demonstration_moments() -> dict[str, datetime]:
    """Moments to which the demonstration clock can be moved, by name."""
    known = {(each.round.number, each.kind): each for each in stages()}
    moments = {}
    if first := known.get((1, Stage.Kind.REGISTRATION)):
        moments["报名截止前一分钟"] = first.closes - timedelta(minutes=1)
        moments["报名刚刚截止"] = first.closes + timedelta(minutes=1)
    if second := known.get((2, Stage.Kind.REGISTRATION)):
        moments["补录报名开始"] = second.opens + timedelta(minutes=1)
    return moments
