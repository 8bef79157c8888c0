"""Thousands of applications at one base, copied in SQL from a real one: enough for lists, counts and plans of queries.

What is sealed is bound to its row, so the copies can be listed but not opened. Run it last: the copies have no
history, and the invariants say so.
"""

from uuid import UUID

from django.db import connection, transaction

SURNAMES = "和杨李张王普段赵木阿马刀罕"
BATCH = 20_000

# Overridden columns of each copied table; every other column is the template's. {n} is the running number.
PERSON, VERSION = "md5('bench person ' || n)::uuid", "md5('bench version ' || n)::uuid"
APPLICATION = "md5('bench application ' || n)::uuid"
NAME = f"substr('{SURNAMES}', 1 + mod(n, {len(SURNAMES)}), 1) || '测' || chr(19968 + mod(n, 2000))"
STATE = "(ARRAY['submitted','submitted','submitted','approved','approved','returned'])[1 + mod(n, 6)]"
COPIED: dict[str, dict[str, str]] = {
    "accounts_user": {
        "id": PERSON,
        "name": NAME,
        "document_index": "md5('bench a' || n) || md5('bench b' || n)",
        "phone_index": "md5('bench c' || n) || md5('bench d' || n)",
    },
    "applications_application": {
        "id": APPLICATION,
        "person_id": PERSON,
        "version_id": VERSION,
        "number": "'2000-B1-' || lpad(n::text, 7, '0')",
        "state": STATE,
    },
    "applications_version": {
        "id": VERSION,
        "application_id": APPLICATION,
        "token": "md5('bench token ' || n)::uuid",
        "receipt_number": "'2000-B1-' || lpad(n::text, 7, '0') || '-1'",
        "received_at": "t.received_at - n * interval '1 second'",
        "name": NAME,
        "category": "(ARRAY['own_employee','entrusted','unaffiliated'])[1 + mod(n, 3)]",
    },
}
PREFERENCES = """
    INSERT INTO applications_preference (version_id, rank, plan_id)
    SELECT md5('bench version ' || n)::uuid, 1 + k, (%(plans)s::uuid[])[1 + mod(n + k, %(lines)s)]
    FROM generate_series(%(first)s::int, %(last)s::int) n, generate_series(0, 2) k
    WHERE k < %(lines)s
"""


def grow(version_id: UUID, *, present: int, wanted: int) -> None:
    """Copy the application of a submitted version until there are `wanted` copies of it; `present` are there."""
    for first in range(present + 1, wanted + 1, BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            _copy(cursor, version_id, first, min(wanted, first + BATCH - 1))
    with connection.cursor() as cursor:
        for table in (*COPIED, "applications_preference"):
            cursor.execute(f"ANALYZE {table}")


def _copy(cursor: object, version_id: UUID, first: int, last: int) -> None:
    run = cursor.execute  # type: ignore[attr-defined]
    run(
        "SELECT a.person_id, a.id, v.base_id, a.round_id FROM applications_version v"
        " JOIN applications_application a ON a.id = v.application_id WHERE v.id = %s",
        [version_id],
    )
    person, application, base, round_ = cursor.fetchone()  # type: ignore[attr-defined]
    for table, template in zip(COPIED, (person, application, version_id), strict=True):
        run("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
        columns = [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]
        values = [COPIED[table].get(column, f"t.{column}") for column in columns]
        run(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608  names of our tables
            f" FROM {table} t, generate_series(%s::int, %s::int) n WHERE t.id = %s",
            [first, last, template],
        )
    run("SELECT id FROM cycles_planline WHERE base_id = %s AND round_id = %s ORDER BY id", [base, round_])
    plans = [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]
    run(PREFERENCES, {"plans": plans, "lines": len(plans), "first": first, "last": last})
