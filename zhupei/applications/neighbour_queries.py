"""What stands around an application in the queue that one came from: playing through it in its order."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from zhupei.accounts.models import User
from zhupei.applications.models import Application
from zhupei.applications.review_queries import NEWEST_FIRST, ORDER, PAGE, QueueRow, ReviewFilter, chosen, rows_of
from zhupei.bases.models import Base
from zhupei.kernel.prepared import Constant, Question, prepared, together


class QueuePosition(NamedTuple):
    """Where an application stands in the queue of its round, by the time of its submission."""

    received_at: datetime
    version_id: UUID


def around(
    base: Base, round_id: UUID, wanted: ReviewFilter, position: QueuePosition, *, viewer: User, at: datetime
) -> list[QueueRow]:
    """The queue around a position: a few rows before it, then it and what follows. One query."""
    read = _around.build if wanted.typed else _around
    rows = [QueueRow._make((*row, at, None)) for row in read(base, round_id, wanted, *position, viewer, at)]
    return sorted(rows, key=lambda row: (row.received_at, row.version_id), reverse=wanted.newest)


def beside(
    rows: list[QueueRow], position: QueuePosition, wanted: ReviewFilter
) -> tuple[list[QueueRow], list[QueueRow]]:
    """Of the rows around a position those behind it and those before it, in the order of the filter."""
    above = [row for row in rows if (row.received_at, row.version_id) > position]
    below = [row for row in rows if (row.received_at, row.version_id) < position]
    return (below, above) if wanted.newest else (above, below)


def asked_around(
    base: Base, round_id: UUID, wanted: ReviewFilter, position: QueuePosition, *, viewer: User, at: datetime
) -> list[Question[Any]]:
    """What `around` is going to ask."""
    return [] if wanted.typed else [_around.of(base, round_id, wanted, *position, viewer, at)]


@prepared
def _around(
    base: Base,
    round_id: UUID,
    wanted: Constant[ReviewFilter],
    received_at: datetime,
    version_id: UUID,
    viewer: User,
    at: datetime,
) -> QuerySet[Any, Any]:
    before, after = _split(base, round_id, wanted, QueuePosition(received_at, version_id))
    back, onwards = (ORDER, NEWEST_FIRST) if wanted.newest else (NEWEST_FIRST, ORDER)
    rows = rows_of(before.order_by(*back)[: PAGE // 4], viewer, at)
    return rows.union(rows_of(after.order_by(*onwards)[:PAGE], viewer, at), all=True)


def next_after(base: Base, round_id: UUID, wanted: ReviewFilter, position: QueuePosition) -> UUID | None:
    """The application after a position in the same list; from the beginning again when there is none after it."""
    if wanted.typed:
        after, first = (each.build(base, round_id, wanted, *position) for each in (_after, _first))
    else:
        after, first = together(*(each.of(base, round_id, wanted, *position) for each in (_after, _first)))
    return next(iter([*after, *first]), None)


@prepared
def _after(
    base: Base, round_id: UUID, wanted: Constant[ReviewFilter], received_at: datetime, version_id: UUID
) -> QuerySet[Any, UUID]:
    _, after = _split(base, round_id, wanted, QueuePosition(received_at, version_id))
    return after.exclude(version=version_id).order_by(*wanted.order).values_list("pk", flat=True)[:1]


@prepared
def _first(
    base: Base, round_id: UUID, wanted: Constant[ReviewFilter], received_at: datetime, version_id: UUID
) -> QuerySet[Any, UUID]:
    before, _ = _split(base, round_id, wanted, QueuePosition(received_at, version_id))
    return before.order_by(*wanted.order).values_list("pk", flat=True)[:1]


def _split(
    base: Base, round_id: UUID, wanted: ReviewFilter, position: QueuePosition
) -> tuple[QuerySet[Application], QuerySet[Application]]:
    """What stands before the position, and what stands at it or behind, in the order of the filter."""
    found, (at, version_id) = chosen(base, round_id, wanted), position
    here = ("version__lte", "version__gt") if wanted.newest else ("version__lt", "version__gte")
    below, above = (Q((name, version_id)) for name in here)
    earlier = found.filter(Q(version__received_at__lt=at) | below, version__received_at__lte=at)
    later = found.filter(Q(version__received_at__gt=at) | above, version__received_at__gte=at)
    return (later, earlier) if wanted.newest else (earlier, later)
