"""Counting before trying: atomic in PostgreSQL, each count a transaction of its own (quality.md, Access).

Two kinds. A *window* allows so many in so many seconds, then nothing until it ends. A *delay* allows a few at once
and then one at a time with growing pauses; it never closes for good, so nobody can lock another person out.
What was counted and turned out to be in order is given back with `refund` or `clear`.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from zhupei.accounts.models import Throttle
from zhupei.kernel.refusals import Refusal, Refused


class Window(NamedTuple):
    """At most `most` in `seconds`, counted from the first."""

    name: str
    most: int
    seconds: int


class Delay(NamedTuple):
    """`free` at once, then pauses of 1, 2, 4, 8, `longest` minutes; forgotten after `memory` seconds of quiet."""

    name: str
    free: int
    longest: int
    memory: int


_WINDOW = """
    INSERT INTO accounts_throttle AS t (key, window_start, count) VALUES (%(key)s, %(at)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        window_start = CASE WHEN t.window_start BETWEEN %(since)s AND %(at)s THEN t.window_start ELSE %(at)s END,
        count = CASE WHEN t.window_start BETWEEN %(since)s AND %(at)s THEN t.count + 1 ELSE 1 END
    WHERE t.count < %(most)s OR NOT t.window_start BETWEEN %(since)s AND %(at)s
    RETURNING count
"""

# A window that begins in the future belongs to a demonstration clock that was moved back: it is begun anew.
_DELAY = """
    INSERT INTO accounts_throttle AS t (key, window_start, count, blocked_until)
    VALUES (%(key)s, %(at)s, 1, CASE WHEN %(free)s <= 1 THEN %(at)s + interval '1 minute' END)
    ON CONFLICT (key) DO UPDATE SET
        window_start = %(at)s,
        count = CASE WHEN t.window_start BETWEEN %(since)s AND %(at)s THEN t.count + 1 ELSE 1 END,
        blocked_until = CASE
            WHEN t.window_start BETWEEN %(since)s AND %(at)s AND t.count + 1 >= %(free)s
            THEN %(at)s + least(%(longest)s, power(2, least(t.count + 1 - %(free)s, 10))) * interval '1 minute'
        END
    WHERE t.blocked_until IS NULL OR t.blocked_until <= %(at)s OR NOT t.window_start BETWEEN %(since)s AND %(at)s
    RETURNING count
"""


def count(limit: Window | Delay, subject: str, at: datetime) -> int:
    """Count one and return how many there are now; raises `Refused` with the code `wait:<name>` when it is too many.

    Joins the running transaction: a refusal further on takes the count back. Password guesses use `count_first`.
    """
    values: dict[str, Any] = {"key": f"{limit.name}:{subject}", "at": at}
    if isinstance(limit, Window):
        sql = _WINDOW
        values |= {"most": limit.most, "since": at - timedelta(seconds=limit.seconds)}
    else:
        sql = _DELAY
        values |= {"free": limit.free, "longest": limit.longest, "since": at - timedelta(seconds=limit.memory)}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row is None:
        raise Refused(too_many(limit, seconds_left(limit, subject, at)))
    return row[0]


def count_first(counts: list[tuple[Window | Delay, str]], at: datetime) -> None:
    """Count all of them, or none when one refuses, and commit before anything is tried.

    Inside another transaction this is an error: the count would vanish with the failure it is there to count.
    """
    with transaction.atomic(durable=True):
        for limit, subject in counts:
            count(limit, subject, at)


def refund(limit: Window | Delay, subject: str) -> None:
    """It was in order: take one back, and the pause it caused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_throttle SET count = greatest(count - 1, 0), blocked_until = NULL WHERE key = %s",
            [f"{limit.name}:{subject}"],
        )


def clear(limit: Window | Delay, subject: str) -> None:
    Throttle.objects.filter(key=f"{limit.name}:{subject}").delete()


def seconds_left(limit: Window | Delay, subject: str, at: datetime) -> int:
    """How long to wait, at least one second."""
    row = Throttle.objects.filter(key=f"{limit.name}:{subject}").first()
    if row is None:
        return 1
    end = row.blocked_until if isinstance(limit, Delay) else row.window_start + timedelta(seconds=limit.seconds)
    return max(1, int((end - at).total_seconds() + 0.999)) if end else 1


def too_many(limit: Window | Delay, seconds: int) -> Refusal:
    return Refusal(
        code=f"wait:{limit.name}",
        message=f"尝试太频繁，请在 {span(seconds)}后再试。",
        remedy="您的账号没有被锁定。",
    )


def span(seconds: int) -> str:
    """`45 秒`, `3 分钟`, `5 小时`, rounded up."""
    if seconds < 60:
        return f"{seconds} 秒"
    if seconds < 3600:
        return f"{-(-seconds // 60)} 分钟"
    return f"{-(-seconds // 3600)} 小时"
