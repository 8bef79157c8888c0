"""From the rows of a statement to what `list(queryset)` would have been: instances, dictionaries, tuples, values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.utils import create_namedtuple_class

from zhupei.kernel.prepared.kinds import Unpreparable

Row = Sequence[Any]
Rows = Sequence[tuple[Any, ...]]


def reader(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Rows], list[Any]]:
    """`compiler` has compiled the queryset. Raises Unpreparable for what is not read here."""
    fields: Any = [each[0] for each in compiler.select[: compiler.col_count]]
    if compiler.has_composite_fields(fields):
        raise Unpreparable("composite primary keys are not read here")
    converters = compiler.get_converters(fields)
    one = _one(queryset, compiler)

    def read(rows: Rows) -> list[Any]:
        converted: Iterable[Row] = compiler.apply_converters(rows, converters) if converters else rows
        return [one(row) for row in converted]

    return read


def _one(queryset: Any, compiler: SQLCompiler) -> Callable[[Row], Any]:
    iterable, query = queryset._iterable_class, queryset.query
    if iterable is ModelIterable:
        return _instance(compiler)
    if iterable is FlatValuesListIterable:
        return lambda row: row[0]
    if iterable is ValuesListIterable:
        return tuple
    names = list(query.selected or (*query.extra_select, *query.values_select, *query.annotation_select))
    if iterable is ValuesIterable:
        return lambda row: dict(zip(names, row, strict=True))
    if iterable is NamedValuesListIterable:
        made = create_namedtuple_class(*(queryset._fields or names))
        return lambda row: made(*row)
    raise Unpreparable(f"{iterable.__name__} is not read here")


def _instance(compiler: SQLCompiler) -> Callable[[Row], Any]:
    """With its related ones and annotations, as Django's `ModelIterable` makes it."""
    info: Any = compiler.klass_info
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [each[0].target.attname for each in compiler.select[start:end]]
    populators = get_related_populators(info, compiler.select, "default")  # type: ignore[call-arg]  # of a later Django
    annotations = tuple((compiler.annotation_col_map or {}).items())
    from_db = info["model"].from_db

    def make(row: Row) -> Any:
        made = from_db("default", names, row[start:end])
        for populator in populators:
            populator.populate(row, made)
        for name, column in annotations:
            setattr(made, name, row[column])
        return made

    return make
