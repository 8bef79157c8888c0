"""Locks and retries. A loser of a race gets a defined answer, never a 500 (quality.md, durability)."""

import functools
import zlib
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, OperationalError, connection, transaction

from zhupei.kernel import prepared, writes
from zhupei.kernel.refusals import Refusal, Refused

P = ParamSpec("P")
R = TypeVar("R")

SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT = "40001", "40P01", "55P03"
TRIES = 3

_HOLD = prepared.RawStatement(f"SELECT pg_advisory_xact_lock({0x7A70}, %s::int)")

BUSY = Refusal(
    code="busy",
    message="系统正在处理这份资料的另一个操作，请稍候几秒再试。",
    remedy="您的内容没有丢失，也没有重复提交。",
)


def sqlstate(error: BaseException) -> str | None:
    """The PostgreSQL error code behind a Django database error."""
    return getattr(error.__cause__, "sqlstate", None)


def _may_be_tried_again(error: DatabaseError) -> bool:
    if prepared.outdated(error.__cause__):
        return True
    return isinstance(error, OperationalError) and sqlstate(error) in (SERIALIZATION_FAILURE, DEADLOCK)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run a function as one transaction; retry deadlocks and serialization failures up to three times, and once more
    with statements prepared anew when a migration has overtaken them. What was read ahead is not believed.

    Inside another transaction it joins that one without retrying (the outermost action decides).
    A lock that cannot be had within `lock_timeout` becomes the refusal `busy`.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            prepared.forget()
            with writes.collected():
                return function(*args, **kwargs)
        for attempt in range(1, TRIES + 1):
            prepared.forget()
            try:
                with transaction.atomic(), writes.collected():
                    return function(*args, **kwargs)
            except DatabaseError as error:
                if sqlstate(error) == LOCK_TIMEOUT:
                    raise Refused(BUSY) from error
                if not _may_be_tried_again(error):
                    raise
                if attempt == TRIES:
                    raise Refused(BUSY) from error
        raise AssertionError("unreachable")

    return run


def hold(name: str) -> None:
    """Take a named lock until the end of the transaction (one holder at a time, whatever the rows)."""
    _HOLD(zlib.crc32(name.encode()) - 2**31)
