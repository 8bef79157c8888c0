"""What goes over the wire to PostgreSQL: statements and round trips, read from libpq's own trace.

So it counts the ORM, raw cursors, prepared statements and pipelines alike, whoever sends them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile

from django.db import connection
from psycopg.pq import Trace

# A message of the client and the first word of the statement it brings. (Parse names the statement first.)
_MESSAGE = re.compile(r'^F\t\d+\t(\w+)(?:\t (?:"\w*" )?"(\w+))?', re.MULTILINE)
_FRAMES = frozenset({"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "DEALLOCATE"})


@dataclass
class Traffic:
    """`statements` without those that only begin and end something; `trips`: how often an answer was waited for."""

    statements: int = 0
    trips: int = 0


@contextmanager
def watched() -> Iterator[Traffic]:
    """What this thread's connection sends meanwhile; counted at the end."""
    connection.ensure_connection()
    line, traffic = connection.connection.pgconn, Traffic()
    with TemporaryFile() as file:
        line.trace(file.fileno())
        line.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            yield traffic
        finally:
            line.untrace()
            file.seek(0)
            count(traffic, file.read().decode("utf-8", "replace"))


def count(traffic: Traffic, trace: str) -> None:
    before = parsed = ""
    for message, word in _MESSAGE.findall(trace):
        if message == "Parse":
            parsed = word
        elif message == "Execute":
            traffic.statements += parsed not in _FRAMES
            parsed = ""
        elif message == "Query":
            traffic.statements += word not in _FRAMES
        # A synchronisation asks for the answers; so does a flush that does not just follow one.
        traffic.trips += message in ("Query", "Sync") or (message == "Flush" and before != "Sync")
        before = message
