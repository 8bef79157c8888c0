"""A queryset compiled once: the statement with its places for arguments, and the reading of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from psycopg.adapt import Transformer

from zhupei.kernel.prepared.kinds import ArgumentKind, Unpreparable
from zhupei.kernel.prepared.rows import Rows, reader

PLACE = re.compile(r"%([%s])")
# What reads only and takes no lock leaves what was read ahead as it is.
READS = re.compile(r"\s*\(*\s*SELECT\b(?!.*\b(FOR (UPDATE|NO KEY|SHARE|KEY)|pg_advisory|nextval))", re.I | re.S)


class ArgumentSlot(NamedTuple):
    """Where an argument goes: `like` is what Django made of its mark."""

    name: str
    kind: ArgumentKind
    like: Any


class PreparedStatement:
    """`sql` with `$1, $2 …`, `places` in that order. Nothing in it changes, so all threads share it."""

    def __init__(self, sql: str, places: Sequence[ArgumentSlot], read: Callable[[Rows], list[Any]]) -> None:
        self.text, self.sql, self.places, self.read = sql, sql.encode(), tuple(places), read
        self.only_reads = is_reading(sql)
        self.locks = False

    def bind(self, given: Mapping[str, Any]) -> list[Any]:
        """The values to be sent. Raises TypeError for a value of another type than declared."""
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        return [kind.bind(given[name], like) for name, kind, like in self.places]


class Nothing(PreparedStatement):
    """What Django knows to be empty without asking."""

    def __init__(self) -> None:
        super().__init__("", (), list)


def is_reading(sql: str) -> bool:
    """Whether the statement neither changes nor locks anything."""
    return READS.match(sql) is not None


def compiled(
    build: Callable[[Mapping[str, Any]], QuerySet[Any, Any]], kinds: Mapping[str, ArgumentKind]
) -> PreparedStatement:
    """Compile what `build` makes of marks. It is made twice, with other marks: what differs is what the marks are in.

    Raises Unpreparable when an argument is not to be found whole among the parameters.
    """
    marks, others = ({name: kind.mark() for name, kind in kinds.items()} for _ in range(2))
    queryset, twin = build(marks), build(others)
    _refuse_what_is_asked_apart(queryset)
    compiler: SQLCompiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
        twin_sql, twin_parameters = twin.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Nothing()
    if sql != twin_sql or len(parameters) != len(twin_parameters):
        raise Unpreparable("an argument becomes part of the statement (a slice, a name): declare it as Constant[…]")
    found = [_place(one, other, kinds, marks, others) for one, other in zip(parameters, twin_parameters, strict=True)]
    if missing := set(kinds) - {place.name for place in found if place}:
        raise Unpreparable(f"not found among the parameters: {', '.join(sorted(missing))}")
    text, places = _numbered(sql, parameters, found)
    statement = PreparedStatement(text, places, reader(queryset, compiler))
    statement.locks = queryset.query.select_for_update
    return statement


def _refuse_what_is_asked_apart(queryset: Any) -> None:
    if not isinstance(queryset, QuerySet):
        raise Unpreparable("it returns no queryset")
    known: Any = queryset
    if known._prefetch_related_lookups:
        raise Unpreparable("prefetch_related is a statement of its own: write a function for it, or an ArraySubquery")
    if known._known_related_objects:
        raise Unpreparable("ask the model's manager (Review.objects.filter(application=…)), not a related one")


def _place(
    one: Any, other: Any, kinds: Mapping[str, ArgumentKind], marks: Mapping[str, Any], others: Mapping[str, Any]
) -> ArgumentSlot | None:
    """None: the same in both, so no argument."""
    for name, kind in kinds.items():
        if kind.is_mine(one, marks[name]) and kind.is_mine(other, others[name]):
            return ArgumentSlot(name, kind, one)
    if type(one) is not type(other) or _shown(one) != _shown(other):
        raise Unpreparable("an argument is altered on its way into the statement (another type, a pattern, a key)")
    return None


def _shown(parameter: Any) -> Any:
    return repr(parameter.obj) if hasattr(parameter, "obj") else parameter


def _numbered(
    sql: str, parameters: Sequence[Any], found: Sequence[ArgumentSlot | None]
) -> tuple[str, list[ArgumentSlot]]:
    """`%s` → `$n` for arguments, the literal for everything else: so PostgreSQL knows it when it plans.

    An argument that is used twice has one number, for GROUP BY wants to see the same expression twice.
    """
    writer = Transformer(connection.connection)
    places: list[ArgumentSlot] = []
    numbers: dict[tuple[str, type, str], int] = {}
    position = iter(range(len(parameters)))

    def written(match: re.Match[str]) -> str:
        if match[1] == "%":
            return "%"
        index = next(position)
        place = found[index]
        if place is None:
            return writer.as_literal(parameters[index]).decode() if parameters[index] is not None else "NULL"
        key = place.name, type(place.like), str(getattr(place.like, "dumps", ""))
        if key not in numbers:
            places.append(place)
            numbers[key] = len(places)
        return f"${numbers[key]}"

    return PLACE.sub(written, sql), places
