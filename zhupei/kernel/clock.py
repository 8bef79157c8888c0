"""One clock for everything that is decided by time: the database's `clock_timestamp()` (quality.md, durability).

In the demonstration and in tests the same SQL function adds an offset or stands still, so that web, worker and
constraints always agree on what time it is.

Limits (how many in how long, how long a code lives) go by *real* time: whoever moves the demonstration's clock must
neither lift nor lengthen them. Only a clock that stands still, in tests, stands still for them, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import connection

from zhupei.kernel import prepared, settled
from zhupei.kernel.models import ClockSetting
from zhupei.pure.dates import SHANGHAI as SHANGHAI

NOW = prepared.RawStatement(f"SELECT zhupei_now(), {settled.TOKEN}")
REAL_NOW = "coalesce((SELECT frozen_at FROM kernel_clocksetting), clock_timestamp())"
REAL = prepared.RawStatement(f"SELECT {REAL_NOW}")


_request_time: ContextVar[list[datetime] | None] = ContextVar("clock_request_time", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Inside, `request_time()` is one moment throughout."""
    before = _request_time.set([])
    try:
        yield
    finally:
        _request_time.reset(before)


def seen(moment: datetime) -> None:
    """The time as another statement has brought it, if it is the first of this request."""
    known = _request_time.get()
    if known == []:
        known.append(moment.astimezone(SHANGHAI))


def request_time() -> datetime:
    """The moment at which this request began to read: for pages that only show. What time decides asks `now()`."""
    known = _request_time.get()
    if known:
        return known[0]
    moment = now()
    seen(moment)
    return moment


def now() -> datetime:
    """The system's time, aware, in Asia/Shanghai. One query, which also tells whether anything settled has changed."""
    [(moment, token)] = NOW()
    settled.seen(token)
    return moment.astimezone(SHANGHAI)


def real() -> datetime:
    """The time limits go by. Ask after the lock has been taken: what was asked before may be older than the counter."""
    [(moment,)] = REAL()
    return moment.astimezone(SHANGHAI)


def skew() -> timedelta:
    """How far this machine's clock is ahead of the database's, without the demonstration offset."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return datetime.now(tz=SHANGHAI) - cursor.fetchone()[0]


def shift(offset: timedelta) -> None:
    """Move the demonstration clock: from now on the system lives `offset` away from real time."""
    ClockSetting.objects.update_or_create(id=1, defaults={"offset": offset, "frozen_at": None})


def move_to(at: datetime) -> None:
    """Move the demonstration clock to `at`; it goes on from there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        shift(at - cursor.fetchone()[0])


def freeze(at: datetime) -> None:
    """Stop the clock at `at`: for tests. Limits stand still, too."""
    ClockSetting.objects.update_or_create(id=1, defaults={"offset": None, "frozen_at": at})


def reset() -> None:
    """Back to real time."""
    ClockSetting.objects.all().delete()


def is_shifted() -> bool:
    return ClockSetting.objects.exists()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stand still at `at`, then go on as before."""
    before = ClockSetting.objects.filter(id=1).values("offset", "frozen_at").first()
    freeze(at)
    try:
        yield
    finally:
        if before is None:
            reset()
        else:
            ClockSetting.objects.update_or_create(id=1, defaults=before)
