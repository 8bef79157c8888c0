"""The decorator, statements written by hand, and questions that are asked together."""

from __future__ import annotations

import inspect
import threading
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Count, QuerySet, Value

from zhupei.kernel.prepared import asking, keeping
from zhupei.kernel.prepared.connections import Wire
from zhupei.kernel.prepared.kinds import ArgumentKind, Unpreparable, kind_of
from zhupei.kernel.prepared.rows import Rows
from zhupei.kernel.prepared.statements import Nothing, PreparedStatement, compiled, is_reading

P = ParamSpec("P")
R = TypeVar("R")
A = TypeVar("A")
MOST = 200
every: list[Prepared[..., Any]] = []


def _first(queryset: Any) -> Any:
    return (queryset if queryset.ordered else queryset.order_by("pk"))[:1]


def _count(queryset: Any) -> Any:
    every_row = queryset.order_by().annotate(_every=Value(1)).values("_every")
    return every_row.annotate(_many=Count("*")).values_list("_many", flat=True)


FORMS: dict[str, Callable[[Any], Any]] = {"list": lambda queryset: queryset, "first": _first, "count": _count}


class Question(Generic[A]):
    """A statement with its arguments, ready to be asked alone or together with others."""

    def __init__(self, wire: Wire | None, read: Callable[[Rows], A], only_reads: bool = True) -> None:
        self.wire, self.read, self.only_reads = wire, read, only_reads

    def ask(self) -> A:
        if self.wire is None:
            return self.read(())
        rows = keeping.take(self.wire)
        return self.read(rows if rows is not None else _ask([self])[0])


class Prepared(Generic[P, R]):
    """A function whose queryset is compiled once. Calling it gives the list."""

    def __init__(self, build: Callable[P, QuerySet[Any, R]]) -> None:
        update_wrapper(self, build)
        self.build = build
        self.signature = inspect.signature(build)
        self.names = tuple(self.signature.parameters)
        self._kinds: dict[str, ArgumentKind | None] = {}
        self._known: dict[Any, PreparedStatement] = {}
        self._lock = threading.Lock()
        every.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        return self.of(*args, **kwargs).ask()

    def of(self, *args: P.args, **kwargs: P.kwargs) -> Question[list[R]]:
        """The question, for `ahead` and `together`."""
        statement, wire = self._wire("list", args, kwargs)
        return Question(wire, statement.read, statement.only_reads)

    def first(self, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """As `queryset.first()`: one row is read."""
        return self.first_of(*args, **kwargs).ask()

    def first_of(self, *args: P.args, **kwargs: P.kwargs) -> Question[R | None]:
        statement, wire = self._wire("first", args, kwargs)
        return Question(wire, lambda rows: next(iter(statement.read(rows)), None), statement.only_reads)

    def count(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """As `queryset.count()`, of querysets that are neither sliced nor grouped."""
        return self.count_of(*args, **kwargs).ask()

    def count_of(self, *args: P.args, **kwargs: P.kwargs) -> Question[int]:
        statement, wire = self._wire("count", args, kwargs)
        return Question(wire, lambda rows: sum(statement.read(rows)), statement.only_reads)

    def kinds(self) -> Mapping[str, ArgumentKind | None]:
        """Of each parameter; None for a constant. Raises Unpreparable."""
        if not self._kinds:
            hints = typing.get_type_hints(self.build, include_extras=True)
            self._kinds = {name: kind_of(name, hints.get(name)) for name in self.names}
        return self._kinds

    def _wire(self, form: str, args: Any, kwargs: Any) -> tuple[PreparedStatement, Wire | None]:
        if kwargs or len(args) != len(self.names):
            bound = self.signature.bind(*args, **kwargs)
            bound.apply_defaults()
            args = tuple(bound.arguments.values())
        given = dict(zip(self.names, args, strict=True))
        statement = self._statement(form, given)
        if isinstance(statement, Nothing):
            return statement, None
        return statement, asking.wire(statement.sql, statement.bind(given))

    def _statement(self, form: str, given: dict[str, Any]) -> PreparedStatement:
        """Compiled for these constants, and for which of the optional arguments are None."""
        kinds, constants = self.kinds(), {}
        for name, kind in kinds.items():
            value = given[name]
            if kind is None or (kind.optional and value is None):
                constants[name] = value
        key = (form, *((name, type(value), value) for name, value in constants.items()))
        statement = self._known.get(key)
        if statement is None:
            with self._lock:
                marked = {name: kind for name, kind in kinds.items() if kind is not None and name not in constants}
                statement = self._compile(form, constants, marked)
                if len(self._known) >= MOST:
                    self._known.clear()
                self._known[key] = statement
        return statement

    def _compile(self, form: str, constants: dict[str, Any], marked: Mapping[str, ArgumentKind]) -> PreparedStatement:
        connection.ensure_connection()

        def build(marks: Mapping[str, Any]) -> QuerySet[Any, Any]:
            return FORMS[form](self.build(**{**constants, **marks}))  # type: ignore[call-arg]

        try:
            return compiled(build, marked)
        except ObjectDoesNotExist as error:
            raise Unpreparable(f"{self.build.__name__} looks into a row, of which only the key is known") from error
        except Unpreparable as error:
            raise Unpreparable(f"{self.build.__name__}: {error}") from None


def prepared(build: Callable[P, QuerySet[Any, R]]) -> Prepared[P, R]:
    """Mark a function that returns a queryset: it is said once, and calling it returns the list."""
    return Prepared(build)


class RawStatement:
    """A statement written by hand, with `%s` for each value and `RETURNING` where an answer is wanted.

    Values are bound by psycopg's dumpers for their Python types; None needs a cast in the statement (`%s::uuid`) where
    PostgreSQL cannot tell its type. The answer is a list of tuples.
    """

    def __init__(self, sql: str) -> None:
        parts = sql.split("%s")
        numbered = "".join(f"${number}{part}" if number else part for number, part in enumerate(parts))
        self.sql, self.places, self.only_reads = numbered.encode(), len(parts) - 1, is_reading(sql)

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        return self.of(*values).ask()

    def of(self, *values: Any) -> Question[list[tuple[Any, ...]]]:
        if len(values) != self.places:
            raise TypeError(f"{self.places} values expected, {len(values)} given")
        return Question(asking.wire(self.sql, values), list, self.only_reads)


def together(*questions: Question[Any]) -> list[Any]:
    """The answers in order, in one round trip; outside a transaction all of them take effect or none."""
    asked = [each for each in questions if each.wire is not None]
    rows = iter(_ask(asked))
    return [each.read(next(rows) if each.wire is not None else ()) for each in questions]


def ahead(*questions: Question[Any]) -> None:
    """Read what this request is going to ask for in one round trip: the functions then find their answers here.

    Each is given out once, and none after a change. Outside a request nothing happens.
    """
    if keeping.is_on():
        asked = [
            each for each in questions if each.wire is not None and each.only_reads and not keeping.knows(each.wire)
        ]
        for question, rows in zip(asked, _ask(asked), strict=True):
            keeping.keep(typing.cast(Wire, question.wire), rows)


def _ask(questions: Sequence[Question[Any]]) -> list[Rows]:
    if not all(each.only_reads for each in questions):
        keeping.forget()
    return asking.ask([typing.cast(Wire, each.wire) for each in questions])
