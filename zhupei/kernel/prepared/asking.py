"""Sending prepared statements as Django sends its own: its wrappers, its log, its errors, its broken transactions."""

import functools
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from zhupei.kernel.prepared import connections, counting
from zhupei.kernel.prepared.connections import Connection, Wire
from zhupei.kernel.prepared.rows import Rows

PLAN_CHANGED, NAME_UNKNOWN, NAME_TAKEN = "0A000", "26000", "42P05"


def wire(sql: bytes, values: Sequence[Any]) -> Wire:
    """Raises django.db.DataError for a value that PostgreSQL cannot store."""
    if not values:
        return Wire(sql, (), (), ())
    connection = connections.connected()
    with connection.wrap_database_errors:
        return connections.of(connection).wire(sql, values)


def ask(asked: Sequence[Wire]) -> list[Rows]:
    """The rows of each, in one round trip. Raises Django's database errors."""
    if not asked:
        return []
    connection = connections.connected()
    connection.validate_thread_sharing()
    connection.validate_no_broken_transaction()
    send = functools.partial(_exchange, connection, asked)
    for wrapper in counting.others(connection):
        for each in reversed(asked):
            send = functools.partial(_seen, connection, wrapper, each, send)
    if not connection.queries_logged:
        return send()
    started = time.monotonic()
    answers = send()
    _log(connection, asked, time.monotonic() - started)
    return answers


def outdated(error: BaseException | None) -> bool:
    """Whether the server no longer has, or no longer can execute, what was prepared: to prepare anew mends it."""
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate == PLAN_CHANGED:
        return error.diag.source_function == "RevalidateCachedQuery"
    return error.sqlstate in (NAME_UNKNOWN, NAME_TAKEN)


def _exchange(connection: Connection, asked: Sequence[Wire]) -> list[Rows]:
    """Outside a transaction nothing has happened when a plan is outdated: prepare anew, once. Inside one the error ends
    it, and `locks.action` runs it again.
    """
    line = connections.of(connection)
    with connection.wrap_database_errors:
        counting.exchanged(len(asked))
        try:
            return list(line.exchange(asked))
        except BaseException as error:
            connection.errors_occurred |= line.raw.closed  # so that Django replaces it after the request
            if not outdated(error):
                raise
            line.forget()
            if not connection.get_autocommit():
                raise
        counting.exchanged(len(asked))
        return list(line.exchange(asked))


def _seen(
    connection: Connection, wrapper: Callable[..., Any], asked: Wire, send: Callable[[], list[Rows]]
) -> list[Rows]:
    """Let one of Django's execute wrappers see the statement; the last of them lets all go together."""

    def execute(*_: Any) -> list[Rows]:
        return send()

    context = {"connection": connection, "cursor": None, "prepared": True}
    answer: list[Rows] = wrapper(execute, asked.sql.decode(), asked.values, False, context)
    return answer


def _log(connection: Connection, asked: Sequence[Wire], seconds: float) -> None:
    for each in asked:
        connection.queries_log.append({"sql": each.sql.decode(), "time": f"{seconds / len(asked):.3f}"})
