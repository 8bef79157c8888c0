"""Exceptions in logs: what broke and where, never the value it broke on.

PostgreSQL repeats whole rows in its errors (`Failing row contains (…)`), Python the text it could not read. So a
message is shown only of kinds that talk about programs and machines.
"""

import traceback
from collections.abc import Iterator

import psycopg
from django.db import Error as DatabaseError

TALKING_OF_PROGRAMS = (
    OSError,
    ImportError,
    NameError,
    AttributeError,
    TypeError,
    RuntimeError,
    MemoryError,
    SystemExit,
)
NAMED = ("constraint_name", "table_name", "column_name")


def told(error: BaseException) -> str:
    """One line: the type, with the SQLSTATE and the constraint of a database error, or with a harmless message."""
    kind = type(error).__qualname__
    found = error if isinstance(error, psycopg.Error) else error.__cause__
    if isinstance(error, psycopg.Error | DatabaseError):
        known = found if isinstance(found, psycopg.Error) else None
        if known is not None and known.sqlstate is not None:
            names = [name for place in NAMED if (name := getattr(known.diag, place))]
            return " ".join([f"{kind}: SQLSTATE {known.sqlstate}", *names])
        # Without one it comes from the client: about the connection.
        return f"{kind}: {known}" if isinstance(known, psycopg.OperationalError) else kind
    if isinstance(error, BaseExceptionGroup):
        return f"{kind}: {'; '.join(told(each) for each in error.exceptions)}"
    return f"{kind}: {error}" if isinstance(error, TALKING_OF_PROGRAMS) else kind


def traced(error: BaseException) -> str:
    """The traceback as Python prints it, the original fault first, with `told` for each message."""
    return "\n".join(part for each in reversed(list(_chain(error))) for part in _one(each))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> Iterator[str]:
    yield "Traceback (most recent call last):"
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield told(error)
