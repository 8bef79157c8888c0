"""Which round a list is about: by a code that stays right when the next year has begun, `2026-1`."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from zhupei.cycles import queries as cycles
from zhupei.cycles.models import PlanLine, Round
from zhupei.kernel.settled import settled


def code(round_: Round) -> str:
    return f"{round_.cycle.year}-{round_.number}"


def known() -> dict[str, Round]:
    """Every round that has dates, the newest first."""
    found = {stage.round_id: stage.round for stage in cycles.stages()}
    newest = sorted(found.values(), key=lambda each: (each.cycle.year, each.number), reverse=True)
    return {code(each): each for each in newest}


def current(at: datetime) -> Round | None:
    """The round that concerns people now; None while the province has entered no registration window."""
    calendar = cycles.calendar(at)
    return calendar.round if calendar else None


def offered(base_id: UUID, at: datetime) -> list[Round]:
    """The present round, then the others in which the base has a plan, the newest first."""
    now, planned = current(at), planned_at(base_id)
    if now is None:
        return []
    return [now, *(each for each in known().values() if each.pk != now.pk and each.pk in planned)]


@settled
def planned_at(base_id: UUID) -> frozenset[UUID]:
    """The rounds in which a base has a plan."""
    return frozenset(PlanLine.objects.filter(base=base_id).values_list("round", flat=True))


def label(round_: Round, among: Sequence[Round]) -> str:
    """The name, with the year where there are several."""
    several = len({each.cycle_id for each in among}) > 1
    return f"{round_.cycle.year} 年{round_.name}" if several else round_.name
