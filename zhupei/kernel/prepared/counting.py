"""How many statements and round trips something takes: for tests, and for the figures of a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection

from zhupei.kernel.prepared.connections import Connection

OURS = "prepared"


@dataclass
class Count:
    """Begin and commit are not counted, savepoints are: as Django's `assertNumQueries` does it."""

    statements: int = 0
    trips: int = 0

    def add(self, statements: int) -> None:
        self.statements += statements
        self.trips += 1


_counts: ContextVar[tuple[Count, ...]] = ContextVar("counts", default=())


@contextmanager
def counted() -> Iterator[Count]:
    """Counts what this thread asks, prepared or through Django's cursor; may be nested."""
    count = Count()

    def see(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        count.add(1)
        return execute(sql, params, many, context)

    before = _counts.set((*_counts.get(), count))
    try:
        with connection.execute_wrapper(_own(see)):
            yield count
    finally:
        _counts.reset(before)


def exchanged(statements: int) -> None:
    """So many have gone to the server together."""
    for count in _counts.get():
        count.add(statements)


def _own(wrapper: Any) -> Any:
    """A wrapper for Django's cursor only: what is prepared tells us by itself."""
    setattr(wrapper, OURS, True)
    return wrapper


def others(connection: Connection) -> list[Any]:
    """The wrappers that want to see prepared statements, too."""
    return [each for each in connection.execute_wrappers if not hasattr(each, OURS)]
