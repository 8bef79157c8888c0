"""Invariant 14: no plain personal number at rest."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from zhupei.accounts.models import User
from zhupei.accounts.queries import number_index, phone_index
from zhupei.cycles.models import DesignatedPlace
from zhupei.kernel import clock
from zhupei.pure.identity import eighteen

# Python and PostgreSQL read the same pattern: a number of eighteen digits or of a travel permit, or a mobile number.
SOUGHT = (
    r"(?<![0-9A-Za-z])([1-9]\d{16}[\dXx]|[HM]\d{8}(?:\d\d)?)(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z.+/=])(?:\+?86[- ]?)?(1[3-9]\d{9})(?![0-9A-Za-z.+/=])"
)
SEALED = "z1."
YOUNGEST = timedelta(days=16 * 365)

# Numbers that look like a person's are in their place here: certificates carry eighteen digits with a year, a QQ
# number may have eleven, hospitals and the portal publish telephones. Only those of our applicants are findings.
LOOKALIKES = {
    ("dossiers_education", "diploma_number"),
    ("dossiers_education", "degree_number"),
    ("dossiers_dossier", "qq"),
}
PUBLIC = ("portal_", "bases_base")


def nothing_plain() -> Iterator[str]:
    """Text columns, job arguments, sessions, logs. The demonstration's SMS inbox is what a phone would show."""
    for table, column in _text_columns():
        strict = (table, column) in LOOKALIKES or table.startswith(PUBLIC)
        if _personal(_candidates(table, column), only_known=strict):
            yield f"column {table}.{column} holds a plain ID number or phone"
    for session in Session.objects.iterator():
        if personal(str(session.get_decoded())):
            yield f"session {session.pk[:6]}… holds a plain ID number or phone"
    for path in sorted((Path(settings.DATA_DIR) / "logs").glob("*")):
        with path.open(errors="replace") as log:
            if any(personal(line) for line in log):
                yield f"log file {path.name} holds a plain ID number or phone"


def personal(text: str) -> bool:
    """Whether a text holds a number of one of our people, one that could be a person's, or a mobile number."""
    return _personal(re.findall(SOUGHT, text))


def _personal(found: Iterable[tuple[str, str]], *, only_known: bool = False) -> bool:
    for number, phone in found:
        if number and (_known_number(number) or (not only_known and _plausible(number.upper()))):
            return True
        if phone and (not only_known or _known_phone(phone)):
            return True
    return False


def _plausible(number: str) -> bool:
    """A right check digit, and born long enough ago to be one of the people here."""
    if len(number) != 18 or eighteen.check_digit(number[:17]) != number[17]:
        return False
    born = eighteen.birth_date(number)
    return born is not None and born.year >= 1900 and born <= (clock.now() - YOUNGEST).date()


def _known_number(number: str) -> bool:
    index = number_index(number.upper())
    known = User.objects.filter(document_index=index), DesignatedPlace.objects.filter(document_index=index)
    return any(rows.exists() for rows in known)


def _known_phone(phone: str) -> bool:
    return User.objects.filter(kind=User.Kind.APPLICANT, phone_index=phone_index(phone)).exists()


def _candidates(table: str, column: str) -> list[tuple[str, str]]:
    """What looks like a number or a phone in a column, outside sealed values."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT coalesce(found[1], ''), coalesce(found[2], '')"  # noqa: S608  names from the catalogue
            f' FROM "{table}", regexp_matches("{column}"::text, %s, \'g\') AS found WHERE "{column}"::text NOT LIKE %s',
            [SOUGHT, f"{SEALED}%"],
        )
        return cursor.fetchall()


def _text_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY') ORDER BY 1, 2"
        )
        return cursor.fetchall()
