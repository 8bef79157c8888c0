"""As somebody who owns the database: for rows that no action would write, and for controls."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def past_the_triggers() -> Iterator[Any]:
    """A cursor for whose statements append-only tables and foreign keys do not look; the ORM's neither."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
