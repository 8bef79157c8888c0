"""How many people have chosen a plan line so far (domain section 6: shown where the round allows it).

Counted, not kept: a counter per line would put every submission of the deadline hour in one queue behind a hot row.
One aggregate over the preferences of versions in force answers for all lines at once; each process keeps the answer
for ten seconds. While one thread counts afresh the others go on with the old figures, so a page never waits for it
(but the very first one of a process).
"""

import threading
import time
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count

from zhupei.applications import states
from zhupei.applications.models import Application, Preference
from zhupei.cycles.models import Round

KEPT_SECONDS = 10.0

_kept: dict[UUID, tuple[float, Mapping[UUID, int]]] = {}
_counting = threading.Lock()


def counts(round_: Round) -> Mapping[UUID, int]:
    """Plan line id → applicants with a submitted, returned or approved application that names it; lines without any
    are left out. At most ten seconds old."""
    known = _kept.get(round_.pk)
    if known is not None and time.monotonic() - known[0] < KEPT_SECONDS:
        return known[1]
    if not _counting.acquire(blocking=known is None):
        assert known is not None
        return known[1]
    try:
        known = _kept.get(round_.pk)
        if known is None or time.monotonic() - known[0] >= KEPT_SECONDS:
            known = _kept[round_.pk] = (time.monotonic(), count(round_))
        return known[1]
    finally:
        _counting.release()


def count(round_: Round) -> Mapping[UUID, int]:
    """The figures of this moment: one query."""
    in_force = Application.objects.filter(round=round_, state__in=states.IN_FORCE).values("version")
    rows = Preference.objects.filter(version__in=in_force).order_by().values_list("plan_id").annotate(Count("pk"))
    return dict(rows)


def forget() -> None:
    """Count afresh at the next question (tests, and the demonstration after a simulation)."""
    _kept.clear()
