"""A connection at the level of libpq: statements prepared by name, any number of them in one round trip.

Everything goes through libpq's pipeline mode: `Prepare` of what this connection does not know yet, the executions, one
`Sync`. Outside a transaction the statements of one exchange are one implicit transaction. Whatever happens, the
pipeline is left; a connection in which that fails is closed, and Django and its pool replace it.
"""

import itertools
import select
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import IsolationLevel, pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

MOST = 500
KEPT = "zhupei_line"
FINE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)
ABORTED = pq.ExecStatus.PIPELINE_ABORTED


class Wire(NamedTuple):
    """A statement with its values as they are sent; equal ones have equal answers."""

    sql: bytes
    values: tuple[bytes | None, ...]
    types: tuple[int, ...]
    formats: tuple[int, ...]


class _Sent(NamedTuple):
    """What one answer of the server will be about: the name of a preparation, or an answer that is wanted."""

    prepares: tuple[bytes, tuple[int, ...], bytes] | None = None
    wanted: bool = False


class Line:
    """What this connection has prepared, and how its values are written and read (by psycopg, as Django set it)."""

    def __init__(self) -> None:
        self.raw: psycopg.Connection[Any] = connection.connection
        self.pgconn = self.raw.pgconn
        self.transformer = Transformer(connection.create_cursor())
        self.names: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self.numbers = itertools.count()
        self.outdated, self.epoch = False, _latest_epoch

    def wire(self, sql: bytes, values: Sequence[Any]) -> Wire:
        """Raises psycopg.DataError for a value PostgreSQL could not store (NUL in a text)."""
        if not values:
            return Wire(sql, (), (), ())
        sent = tuple(
            None if each is None else bytes(each)
            for each in self.transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))
        )
        return Wire(sql, sent, tuple(self.transformer.types or ()), tuple(self.transformer.formats or ()))

    def exchange(self, asked: Sequence[Wire]) -> list[list[tuple[Any, ...]]]:
        """Their rows in order, in one round trip. Raises the first error of the server as psycopg's."""
        if len(self.names) >= MOST:
            self.outdated = True
        try:
            self.pgconn.enter_pipeline_mode()
            sent = list(self._send(asked))
            self.pgconn.pipeline_sync()
            self._flush()
            answers = self._answers(len(sent))
            self.pgconn.exit_pipeline_mode()
        except BaseException:
            self.raw.close()
            raise
        self._remember(sent, answers)
        return [self._rows(answer) for each, answer in zip(sent, answers, strict=True) if each.wanted]

    def forget(self) -> None:
        """The server's statements do not fit any more: prepare anew with the next exchange."""
        self.outdated = True

    def _send(self, asked: Sequence[Wire]) -> Iterator[_Sent]:
        if not self.raw.autocommit and self.pgconn.transaction_status == pq.TransactionStatus.IDLE:
            self.pgconn.send_query_params(self._begin(), None)
            yield _Sent()
        if self.outdated:
            self.names.clear()
            self.outdated = False
            self.pgconn.send_query_params(b"DEALLOCATE ALL", None)
            yield _Sent()
        names = dict(self.names)
        for sql, values, types, formats in asked:
            if not settings.PREPARE_STATEMENTS:
                self.pgconn.send_query_params(sql, values, types, formats)
                yield _Sent(wanted=True)
                continue
            name = names.get((sql, types))
            if name is None:
                name = names[sql, types] = b"zhupei_%d" % next(self.numbers)
                self.pgconn.send_prepare(name, sql, types)
                yield _Sent(prepares=(sql, types, name))
            self.pgconn.send_query_prepared(name, values, formats)
            yield _Sent(wanted=True)

    def _begin(self) -> bytes:
        """Django has told psycopg to begin with the next statement, which is ours."""
        level = self.raw.isolation_level
        return f"BEGIN ISOLATION LEVEL {IsolationLevel(level).name.replace('_', ' ')}".encode() if level else b"BEGIN"

    def _flush(self) -> None:
        """What the server says meanwhile is read, or both sides could wait for each other."""
        while self.pgconn.flush():
            if self._wait(select.POLLIN | select.POLLOUT) & select.POLLIN:
                self.pgconn.consume_input()

    def _wait(self, events: int) -> int:
        poll = select.poll()
        poll.register(self.pgconn.socket, events)
        return poll.poll()[0][1]

    def _next(self) -> Any:
        while self.pgconn.is_busy():
            self._wait(select.POLLIN)
            self.pgconn.consume_input()
        return self.pgconn.get_result()

    def _answers(self, many: int) -> list[Any]:
        """One for each command, and the Sync's. The server ends a connection with an error that nothing follows."""
        answers: list[Any] = []
        for _ in range(many):
            answer = self._next()
            if answer is None:
                _raise_first_error(answers, self.transformer.encoding)
                raise psycopg.OperationalError(self.pgconn.get_error_message())
            answers.append(answer)
            while self._next() is not None:
                pass
        self._next()
        return answers

    def _remember(self, sent: Sequence[_Sent], answers: Sequence[Any]) -> None:
        for each, answer in zip(sent, answers, strict=True):
            if each.prepares and answer.status in FINE:
                sql, types, name = each.prepares
                self.names[sql, types] = name
        _raise_first_error(answers, self.transformer.encoding)

    def _rows(self, answer: Any) -> list[tuple[Any, ...]]:
        if not answer.nfields:
            return []
        self.transformer.set_pgresult(answer)
        return self.transformer.load_rows(0, answer.ntuples, tuple)


def _raise_first_error(answers: Sequence[Any], encoding: str) -> None:
    for answer in answers:
        if answer.status not in FINE and answer.status != ABORTED:
            raise error_from_result(answer, encoding)


_epoch = itertools.count(1)
_latest_epoch = 0


def current() -> Line:
    """Of this thread's connection, which is opened if need be."""
    connection.ensure_connection()
    kept = vars(connection.connection)
    line: Line | None = kept.get(KEPT)
    if line is None:
        line = kept[KEPT] = Line()
    if line.epoch != _latest_epoch:
        line.epoch = _latest_epoch
        line.forget()
    return line


def after_migration(**_: Any) -> None:
    """What this process has prepared does not fit the new tables; other processes find out by the server's answer."""
    global _latest_epoch
    _latest_epoch = next(_epoch)
