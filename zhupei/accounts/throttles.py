"""Counting before trying: atomic in PostgreSQL, each count a transaction of its own (quality.md, Access).

Two kinds. A *window* allows so many in so many seconds, then nothing until it ends. A *delay* allows a few at once
and then one at a time with growing pauses; it never closes for good, so nobody can lock another person out.
What was counted and turned out to be in order is given back with `refund`: one for one, so that a success leaves to
whoever guesses at the same time not a single try more.

The time is the database's, read after the row has been locked: requests that have waited for each other count one
after another, and no stamp of a request is looked at. A time older than the counter's own never begins it anew.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from zhupei.accounts.models import Throttle
from zhupei.kernel import clock
from zhupei.kernel.prepared import RawStatement
from zhupei.kernel.refusals import Refusal, Refused
from zhupei.pure import dates

NO_LIMIT = 2**31 - 1


class LockedCounter(NamedTuple):
    """A locked counter: `since` is the beginning of a window, the latest attempt of a delay."""

    since: datetime
    so_far: int
    blocked_until: datetime | None


class CountingWindow(NamedTuple):
    """At most `most` in `seconds`, counted from the first."""

    name: str
    most: int
    seconds: int

    def next(self, held: LockedCounter, now: datetime) -> LockedCounter | None:
        """The counter with one more, or None when that is too many."""
        if held.so_far == 0 or self.is_over(held, now):
            return LockedCounter(now, 1, None)
        return held._replace(so_far=held.so_far + 1) if held.so_far < self.most else None

    def is_over(self, held: LockedCounter, now: datetime) -> bool:
        return now >= self.end(held)

    def end(self, held: LockedCounter) -> datetime:
        return held.since + timedelta(seconds=self.seconds)


class Delay(NamedTuple):
    """`free` at once, then pauses of 1, 2, 4, 8, `longest` minutes.

    One attempt after another is forgotten in time without attempts, the last of them after `memory` seconds.
    """

    name: str
    free: int
    longest: int
    memory: int

    def next(self, held: LockedCounter, now: datetime) -> LockedCounter | None:
        """The counter with one more, or None while a pause lasts."""
        if held.blocked_until is not None and now < held.blocked_until:
            return None
        count = self._remembered(held, now) + 1
        pause = min(self.longest, 2 ** min(count - self.free, 20)) if count >= self.free else 0
        return LockedCounter(now, count, now + timedelta(minutes=pause) if pause else None)

    def _remembered(self, held: LockedCounter, now: datetime) -> int:
        top = self.free + (self.longest - 1).bit_length()  # from here on pauses grow no more
        forgotten = int((now - held.since).total_seconds() * top // self.memory)
        return max(0, min(held.so_far, top) - forgotten) if forgotten else held.so_far

    def end(self, held: LockedCounter) -> datetime:
        return held.blocked_until or held.since


# The time stands in RETURNING, which PostgreSQL computes when it has the row: after waiting for whoever held it.
_LOCK = RawStatement(f"""
    INSERT INTO accounts_throttle AS t (key, window_start, count) VALUES (%s, {clock.REAL_NOW}, 0)
    ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key
    RETURNING t.window_start, t.count, t.blocked_until, greatest(t.window_start, {clock.REAL_NOW})
""")  # noqa: S608
_SET = RawStatement("UPDATE accounts_throttle SET window_start = %s, count = %s, blocked_until = %s WHERE key = %s")


def count(limit: CountingWindow | Delay, subject: str) -> int:
    """Count one and return how many there are now; raises `Refused` with the code `wait:<name>` when it is too many.

    Joins the running transaction: a refusal further on takes the count back. Password guesses use `count_first`.
    """
    key = f"{limit.name}:{subject}"
    with transaction.atomic(savepoint=False):
        held, now = _lock(key)
        after = limit.next(held, now)
        if after is not None:
            _SET(after.since, after.so_far, after.blocked_until, key)
    if after is None:
        raise Refused(too_many(limit, _seconds(limit.end(held) - now)))
    return after.so_far


def _lock(key: str) -> tuple[LockedCounter, datetime]:
    """The counter, locked until the end of the transaction, and the time at which it was ours."""
    [(since, so_far, blocked_until, now)] = _LOCK(key)
    return LockedCounter(since, so_far, blocked_until), now


def count_first(counts: list[tuple[CountingWindow | Delay, str]]) -> None:
    """Count all of them, or none when one refuses, and commit before anything is tried.

    Inside another transaction this is an error: the count would vanish with the failure it is there to count.
    """
    with transaction.atomic(durable=True):
        for limit, subject in counts:
            count(limit, subject)


def refund(limit: CountingWindow | Delay, subject: str, number: int = 1) -> None:
    """It was in order: take one back (or several that were), and the pause it caused.

    A pause that others have caused is over when an attempt is let through, so none of theirs is lifted.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_throttle SET count = greatest(count - %s, 0), blocked_until = NULL WHERE key = %s",
            [number, f"{limit.name}:{subject}"],
        )


def clear(limit: CountingWindow | Delay, subject: str) -> None:
    """Only when what was guessed at is gone: a password that has been replaced."""
    Throttle.objects.filter(key=f"{limit.name}:{subject}").delete()


def counted(*windows: tuple[CountingWindow, str]) -> list[int]:
    """How many there are in each, in one query and without counting; 0 when the window is over."""
    keys = [f"{window.name}:{subject}" for window, subject in windows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, window_start, count, {clock.REAL_NOW} FROM accounts_throttle WHERE key = ANY(%s)",  # noqa: S608
            [keys],
        )
        rows = {key: (LockedCounter(since, number, None), now) for key, since, number, now in cursor.fetchall()}
    found = zip(windows, map(rows.get, keys), strict=True)
    return [0 if row is None or window.is_over(*row) else row[0].so_far for (window, _), row in found]


def seconds_left(limit: CountingWindow | Delay, subject: str) -> int:
    """How long to wait, at least one second."""
    row = Throttle.objects.filter(key=f"{limit.name}:{subject}").first()
    if row is None:
        return 1
    return _seconds(limit.end(LockedCounter(row.window_start, row.count, row.blocked_until)) - clock.real())


def _seconds(length: timedelta) -> int:
    return max(1, int(length.total_seconds() + 0.999))


def too_many(limit: CountingWindow | Delay, seconds: int) -> Refusal:
    return Refusal(
        code=f"wait:{limit.name}",
        message=f"尝试太频繁，请在 {dates.at_most(timedelta(seconds=seconds))}后再试。",
        remedy="您的账号没有被锁定。",
    )
