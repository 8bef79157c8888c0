"""Answers read ahead: kept for this request, given out once, thrown away by whatever may have changed them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from zhupei.kernel.prepared.connections import Wire
from zhupei.kernel.prepared.counting import OURS
from zhupei.kernel.prepared.rows import Rows
from zhupei.kernel.prepared.statements import is_reading

_kept: ContextVar[dict[Wire, Rows] | None] = ContextVar("read_ahead", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Only inside is anything kept."""
    before = _kept.set({})
    try:
        with connection.execute_wrapper(_watch):
            yield
    finally:
        _kept.reset(before)


def keep(asked: Wire, rows: Rows) -> None:
    kept = _kept.get()
    if kept is not None:
        kept[asked] = rows


def is_on() -> bool:
    return _kept.get() is not None


def knows(asked: Wire) -> bool:
    kept = _kept.get()
    return kept is not None and asked in kept


def take(asked: Wire) -> Rows | None:
    """The answer, if it has been read ahead; the next time the database is asked."""
    kept = _kept.get()
    return kept.pop(asked, None) if kept else None


def forget() -> None:
    """Something may have changed: ask anew."""
    kept = _kept.get()
    if kept:
        kept.clear()


def _watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Whatever goes through Django's cursor and does more than read."""
    if _kept.get() and not is_reading(sql):
        forget()
    return execute(sql, params, many, context)


setattr(_watch, OURS, True)
