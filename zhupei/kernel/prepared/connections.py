"""A connection at the level of libpq: statements prepared by name, any number of them in one round trip.

Everything goes through libpq's pipeline mode: `Prepare` of what this connection does not know yet, the executions, one
`Sync`. Outside a transaction the statements of one exchange are one implicit transaction. Whatever happens, the
pipeline is left; a connection in which that fails is closed, and Django replaces it.
"""

import itertools
import select
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg import IsolationLevel, pq
from psycopg.abc import Buffer
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

Connection = Any  # Django's wrapper, which has no type
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


WANTED = _Sent(wanted=True)


class TimestampLoader(BaseTzLoader):
    """timestamptz as Django reads it (our sessions are in UTC), by Python's own parser in a fifth of the time."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        text = str(data, "ascii")
        try:
            return datetime.fromisoformat(text) if text.endswith("+00") else super().load(data)
        except ValueError:
            return super().load(data)


class PreparedConnection:
    """What this connection has prepared, and how its values are written and read (by psycopg, as Django set it)."""

    def __init__(self, connection: Connection) -> None:
        self.raw: psycopg.Connection[Any] = connection.connection
        self.pgconn = self.raw.pgconn
        self.transformer = Transformer(connection.create_cursor())
        self.transformer.adapters.register_loader("timestamptz", TimestampLoader)
        self.poll = select.poll()
        self.poll.register(self.pgconn.socket, select.POLLIN)
        self.names: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self.numbers = itertools.count()
        self.outdated, self.epoch = False, _latest_epoch

    def wire(self, sql: bytes, values: Sequence[Any]) -> Wire:
        """Raises psycopg.DataError for a value PostgreSQL could not store (NUL in a text)."""
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
        if not settings.PREPARE_STATEMENTS:
            for sql, values, types, formats in asked:
                self.pgconn.send_query_params(sql, values, types, formats)
                yield WANTED
            return
        fresh: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        for sql, values, types, formats in asked:
            name = self.names.get((sql, types)) or fresh.get((sql, types))
            if name is None:
                name = fresh[sql, types] = b"zhupei_%d" % next(self.numbers)
                self.pgconn.send_prepare(name, sql, types)
                yield _Sent(prepares=(sql, types, name))
            self.pgconn.send_query_prepared(name, values, formats)
            yield WANTED

    def _begin(self) -> bytes:
        """Django has told psycopg to begin with the next statement, which is ours."""
        level = self.raw.isolation_level
        return f"BEGIN ISOLATION LEVEL {IsolationLevel(level).name.replace('_', ' ')}".encode() if level else b"BEGIN"

    def _flush(self) -> None:
        """What the server says meanwhile is read, or both sides could wait for each other."""
        while self.pgconn.flush():
            self.poll.modify(self.pgconn.socket, select.POLLIN | select.POLLOUT)
            [(_, event)] = self.poll.poll()
            self.poll.modify(self.pgconn.socket, select.POLLIN)
            if event & select.POLLIN:
                self.pgconn.consume_input()

    def _next(self) -> Any:
        while self.pgconn.is_busy():
            self.poll.poll()
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


def connected() -> Connection:
    """This thread's connection, opened if need be. Looked up once for an exchange: `django.db.connection` looks it up
    anew for each attribute.
    """
    found: Connection = connections[DEFAULT_DB_ALIAS]
    if found.connection is None:
        found.ensure_connection()
    return found


def of(connection: Connection) -> PreparedConnection:
    kept = vars(connection.connection)
    line: PreparedConnection | None = kept.get(KEPT)
    if line is None:
        line = kept[KEPT] = PreparedConnection(connection)
    if line.epoch != _latest_epoch:
        line.epoch = _latest_epoch
        line.forget()
    return line


def after_migration(**_: Any) -> None:
    """What this process has prepared does not fit the new tables; other processes find out by the server's answer."""
    global _latest_epoch
    _latest_epoch = next(_epoch)
