"""What an act writes: said once, prepared like reads, and sent together.

    writes.insert(Notice(recipient=user, …))                  # row.save(force_insert=True)
    writes.insert_all([Preference(…), Preference(…)])         # objects.bulk_create(…)
    writes.update(application, ("state", "changed_at"))       # row.save(update_fields=…)
    writes.delete(Choice, application=application)            # objects.filter(…).delete()

Inside `locks.action` they are collected. They leave in one round trip when the act asks the database anything else, at
the latest before its commit: no statement overtakes another, and an act may read what it has written. Outside of an act
each leaves at once. An error is that of Django and ends the act, whichever of the statements it was.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import DatabaseError, connection
from django.db.models import Func, Model

from zhupei.kernel.prepared import RawStatement, forget
from zhupei.kernel.prepared.asking import ask, wire
from zhupei.kernel.prepared.connections import Wire
from zhupei.kernel.prepared.rows import Rows

M = TypeVar("M", bound=Model)
MOST = 1_000


class Write(NamedTuple):
    """One statement on its way, and what is to be done with its answer."""

    wire: Wire
    done: Callable[[Rows], None]


@dataclass
class Collected:
    """Of the act that is running. `newest` is the row of each model that was collected last."""

    writes: list[Write] = field(default_factory=list)
    newest: dict[type[Model], Model] = field(default_factory=dict)

    def take(self) -> list[Write]:
        taken, self.writes = self.writes, []
        self.newest.clear()
        return taken


_act: ContextVar[Collected | None] = ContextVar("collected_writes", default=None)


@contextmanager
def collected() -> Iterator[None]:
    """Collect until the end of the block; inside another such block join that one. An exception throws them away."""
    if _act.get() is not None:
        yield
        return
    outside = _act.set(Collected())
    try:
        with connection.execute_wrapper(_in_order):
            yield
            send()
    finally:
        _act.reset(outside)


def send() -> None:
    """Everything collected so far, in one round trip. Raises Django's database errors."""
    act = _act.get()
    if act is not None and act.writes:
        _exchange(act.take())


def insert(row: M) -> M:
    """A key that the database numbers is there once the row has left; a row collected next may refer to it before."""
    insert_all([row])
    return row


def insert_all(rows: Sequence[Model]) -> None:
    """Rows of one model, as one statement."""
    if not rows:
        return
    model, numbered = type(rows[0]), rows[0].pk is None
    fields: list[Any] = [each for each in model._meta.concrete_fields if not (each.primary_key and numbered)]
    values = [_inserted(each, row) for row in rows for each in fields]
    expressions = tuple(value.as_sql(None, connection)[0] if _is_expression(value) else "" for value in values)
    sql = _insertion(model, tuple(each.column for each in fields), expressions)

    def done(answer: Rows) -> None:
        for row, (key,) in zip(rows, answer, strict=True):
            row.pk, row._state.adding, row._state.db = key, False, connection.alias
            for relation in _referring(row, fields):
                vars(row)[relation.attname] = getattr(row, relation.name).pk

    _add(sql, [value for value in values if not _is_expression(value)], done)
    if (act := _act.get()) is not None:
        act.newest[model] = rows[-1]


def update(row: Model, names: Sequence[str]) -> None:
    """These columns of a row that is there. Raises DatabaseError when it is not."""
    meta = type(row)._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    values = [*(_prepared(each, each.pre_save(row, False)) for each in fields), row.pk]

    def done(answer: Rows) -> None:
        if len(answer) != 1:
            raise DatabaseError(f"a row of {meta.db_table} that was to be updated is not there")

    _add(_updating(type(row), tuple(each.column for each in fields)), values, done)


def delete(model: type[Model], **where: Any) -> None:
    """All rows with these values, of a table to which no other refers."""
    fields: list[Any] = [model._meta.get_field(name) for name in where]
    values = [_prepared(each, getattr(value, "pk", value)) for each, value in zip(fields, where.values(), strict=True)]
    _add(_deletion(model, tuple(each.column for each in fields)), values)


def say(statement: RawStatement, *values: Any) -> None:
    """A statement written by hand; PostgreSQL must be able to tell the types of its values by itself."""
    _add(statement.sql, values)


def _add(sql: bytes, values: Sequence[Any], done: Callable[[Rows], None] = lambda answer: None) -> None:
    """PostgreSQL takes the types from the columns: so NULL, small and large numbers are the same statement."""
    forget()
    write = Write(wire(sql, values)._replace(types=(0,) * len(values)), done)
    if (act := _act.get()) is None:
        _exchange([write])
    else:
        act.writes.append(write)


def _exchange(leaving: Sequence[Write]) -> None:
    for write, answer in zip(leaving, ask([each.wire for each in leaving]), strict=True):
        write.done(answer)


def _in_order(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """What has been collected goes first; or nowhere, when the part of the act that wrote it is being undone."""
    act = _act.get()
    if act is not None and act.writes:
        if str(sql).startswith("ROLLBACK TO"):
            act.take()
        else:
            send()
    return execute(sql, params, many, context)


def _inserted(column: Any, row: Model) -> Any:
    """What Django's own saving would send: sealed, stamped, adapted, or an expression such as DEFAULT."""
    if _referring(row, [column]):
        return _key_of(getattr(row, column.name))
    return _prepared(column, column.pre_save(row, True))


def _referring(row: Model, fields: Iterable[Any]) -> list[Any]:
    """The columns that refer to a row whose key was not known when it was named."""
    unknown = (each for each in fields if each.is_relation and getattr(row, each.attname) is None)
    return [each for each in unknown if each.is_cached(row) and getattr(row, each.name) is not None]


def _key_of(related: Model) -> Any:
    """The number of a row that has been collected: what its sequence has said last, or what it is told on leaving."""
    act, meta = _act.get(), related._meta
    if act is not None and act.newest.get(type(related)) is related:
        return Func(template=f"currval(pg_get_serial_sequence('\"{meta.db_table}\"', '{meta.pk.column}'))")
    send()
    return related.pk


def _is_expression(value: Any) -> bool:
    return hasattr(value, "as_sql")


def _prepared(column: Any, value: Any) -> Any:
    return column.get_db_prep_save(value, connection)


@lru_cache(maxsize=MOST)
def _insertion(model: type[Model], columns: tuple[str, ...], expressions: tuple[str, ...]) -> bytes:
    """`expressions`: of each value of each row what is written in its place, '' for a parameter."""
    numbers = iter(range(1, len(expressions) + 1))
    terms = [expression or f"${next(numbers)}" for expression in expressions]
    width = len(columns)
    rows = ", ".join(f"({', '.join(terms[at : at + width])})" for at in range(0, len(terms), width))
    names = ", ".join(f'"{column}"' for column in columns)
    meta = model._meta
    return f'INSERT INTO "{meta.db_table}" ({names}) VALUES {rows} RETURNING "{meta.pk.column}"'.encode()  # noqa: S608


@lru_cache(maxsize=MOST)
def _updating(model: type[Model], columns: tuple[str, ...]) -> bytes:
    meta = model._meta
    changes = ", ".join(f'"{column}" = ${number}' for number, column in enumerate(columns, 1))
    key = f'"{meta.pk.column}"'
    return f'UPDATE "{meta.db_table}" SET {changes} WHERE {key} = ${len(columns) + 1} RETURNING {key}'.encode()  # noqa: S608


@lru_cache(maxsize=MOST)
def _deletion(model: type[Model], columns: tuple[str, ...]) -> bytes:
    assert not model._meta.related_objects
    where = " AND ".join(f'"{column}" = ${number}' for number, column in enumerate(columns, 1))
    return f'DELETE FROM "{model._meta.db_table}" WHERE {where}'.encode()  # noqa: S608
