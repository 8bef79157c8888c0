"""Every function that is said once can be said, and answers as its queryset: none fails first in production."""

import importlib
import inspect
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import UnionType
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models

from zhupei.applications.review_queries import ReviewFilter
from zhupei.kernel import prepared
from zhupei.kernel.prepared import Prepared

ROOT = Path(__file__).resolve().parents[2]
FILTERS = [
    ReviewFilter(),
    ReviewFilter(state="submitted", again=True),
    ReviewFilter(specialty="0100", category="society", text="王"),
]
DRAWN: Mapping[Any, list[Any]] = {
    UUID: [UUID(int=1)],
    str: ["a", ""],
    int: [1],
    bool: [False, True],
    date: [date(2026, 7, 1)],
    datetime: [datetime(2026, 7, 1, tzinfo=UTC)],
    list[UUID]: [[], [UUID(int=1), UUID(int=2)]],
    list[int]: [[], [1, 2]],
    list[str]: [[], ["a", "b"]],
    prepared.Constant[int]: [0, 5],
    prepared.Constant[ReviewFilter]: FILTERS,
}


def loaded() -> list[Prepared[..., Any]]:
    for path in sorted(ROOT.glob("zhupei/*/**/*.py")):
        if "@prepared" in path.read_text():
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = [each for each in prepared.every if each.build.__module__.startswith("zhupei.")]
    named = {(each.build.__module__, each.build.__qualname__): each for each in found}
    return [named[name] for name in sorted(named)]


def drawn(hint: Any) -> list[Any]:
    if hint in DRAWN:
        return DRAWN[hint]
    if isinstance(hint, type) and issubclass(hint, models.Model):
        return [hint(pk=UUID(int=1) if isinstance(hint._meta.pk, models.UUIDField) else 1)]
    if isinstance(hint, UnionType):
        return [None, *(value for part in hint.__args__ if part is not type(None) for value in drawn(part))]
    raise LookupError(f"draw values of {hint} here")


def arguments(function: Prepared[..., Any]) -> list[dict[str, Any]]:
    """As many as the parameter with the most values has; each value at least once."""
    hints = typing.get_type_hints(function.build, include_extras=True)
    values = {name: drawn(hints[name]) for name in inspect.signature(function.build).parameters}
    most = max((len(each) for each in values.values()), default=1)
    return [{name: each[number % len(each)] for name, each in values.items()} for number in range(most)]


FUNCTIONS = loaded()


def test_they_are_found() -> None:
    assert len(FUNCTIONS) > 30


@pytest.mark.django_db
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: f"{each.build.__module__}.{each.build.__name__}")
def test_each_is_prepared_and_answers_as_its_queryset(function: Prepared[..., Any]) -> None:
    for given in arguments(function):
        assert function(**given) == list(function.build(**given))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'zhupei_%'")
            assert cursor.fetchone()[0] > 0
