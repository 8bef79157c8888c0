"""Invariants 14 and 15: no plain personal number at rest; the three oversight offices in three hands."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count

from zhupei.accounts.models import Post
from zhupei.pure.identity import eighteen

NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
PHONE = re.compile(r"(?<![0-9A-Za-z.+/=])1[3-9]\d{9}(?![0-9A-Za-z.+/=])")
SQL_NUMBER, SQL_PHONE = r"[1-9]\d{16}[0-9Xx]", r"(^|[^0-9A-Za-z.+/=])1[3-9]\d{9}($|[^0-9A-Za-z.+/=])"
SEALED = "z1."


def personal(text: str) -> bool:
    """Whether a text holds something that is a valid ID number or looks like a mobile number."""
    if any(eighteen.check_digit(n[:17]) == n[17].upper() for n in NUMBER.findall(text)):
        return True
    return PHONE.search(text) is not None


def nothing_plain() -> Iterator[str]:
    """Text columns, job arguments, sessions, logs. The demonstration's SMS inbox is what a phone would show."""
    for table, column in _text_columns():
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT DISTINCT left("{column}"::text, 4000) FROM "{table}"'  # noqa: S608  names from the catalogue
                f' WHERE "{column}"::text NOT LIKE %s AND ("{column}"::text ~ %s OR "{column}"::text ~ %s) LIMIT 50',
                [f"{SEALED}%", SQL_NUMBER, SQL_PHONE],
            )
            if any(personal(row[0]) for row in cursor.fetchall()):
                yield f"column {table}.{column} holds a plain ID number or phone"
    for session in Session.objects.iterator():
        if personal(str(session.get_decoded())):
            yield f"session {session.pk[:6]}… holds a plain ID number or phone"
    for path in sorted((Path(settings.DATA_DIR) / "logs").glob("*")):
        with path.open(errors="replace") as log:
            if any(personal(line) for line in log):
                yield f"log file {path.name} holds a plain ID number or phone"


def _text_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY') ORDER BY 1, 2"
        )
        return cursor.fetchall()


def separate_oversight() -> Iterator[str]:
    roles = [Post.Role.SYSTEM, Post.Role.SECURITY, Post.Role.AUDIT]
    held = Post.objects.filter(ended_at=None, role__in=roles).order_by().values("user")
    for row in held.annotate(n=Count("role", distinct=True)).filter(n__gt=1):
        yield f"person {row['user']} holds {row['n']} oversight roles"
