"""A list whose rows are those of a queryset."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from zhupei.reports.lists.definition import Asked, ListDefinition, RowCounts

S = TypeVar("S")
F = TypeVar("F")
R = TypeVar("R")


class QuerySetList(ListDefinition[S, F, R], Generic[S, F, R]):
    """`found` says what there is, in the order asked for; counting and pages follow from it."""

    def found(self, scope: S, asked: Asked[F]) -> QuerySet[Any]:
        raise NotImplementedError

    def count(self, scope: S, asked: Asked[F]) -> RowCounts:
        return RowCounts(self.found(scope, asked).count(), {})

    def rows(self, scope: S, asked: Asked[F], offset: int, limit: int) -> Sequence[R]:
        return list(self.found(scope, asked)[offset : offset + limit])

    def every(self, scope: S, asked: Asked[F]) -> Iterable[R]:
        return self.found(scope, asked).iterator(chunk_size=500)
