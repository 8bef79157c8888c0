"""What two ways of doing the same have left in the database, comparable: every table there is, row by row."""

import hashlib
import json
import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection

from zhupei.kernel.crypto import vault
from zhupei.kernel.crypto.sealed import SealedField, open_text

Row = dict[str, Any]
Rows = dict[str, Counter[str]]

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
NUMBER = re.compile(r"\d{4}-[WT]\d-\d{6}")
# Their ids are drawn from the seed.
KNOWN_BY_SEED = ("dossiers_education", "dossiers_employment")
# Running numbers, and what the chain and the transaction make of them.
COUNTED = ("event_id", "transaction_id", "sequence", "previous", "hash")
# When machines came to it: in the honest way the moment of the run.
BY_MACHINE = ("recorded_at", "sent_at", "checked_at", "read_at")
SALTED = ("password", "token")


def everything() -> dict[str, list[Row]]:
    """Table → rows, with the trail chained as at a commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            found[table] = [json.loads(text) for (text,) in cursor.fetchall()]
    return found


def added(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> Rows:
    """The rows that are new or changed, without what differs between two runs by its nature."""
    fresh = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
    names = {
        row["id"]: f"<{table}>"
        for table, rows in fresh.items()
        for row in rows
        if table not in KNOWN_BY_SEED and UUID.fullmatch(str(row.get("id")))
    }
    digests = {row[name] for row in fresh["applications_version"] for name in ("digest", "body_digest")}
    return {table: Counter(_told(table, row, names, digests) for row in rows) for table, rows in fresh.items() if rows}


def _told(table: str, row: Row, names: dict[str, str], digests: set[str]) -> str:
    told = {name: _value(table, name, value, row) for name, value in row.items() if name not in COUNTED}
    if isinstance(told.get("id"), int):
        del told["id"]
    if told.get("actor_role") == "machine":
        told["at"] = "<time>"
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    text = UUID.sub(lambda found: names.get(found[0], found[0]), text)
    text = DIGEST.sub(lambda found: "<digest>" if found[0] in digests else found[0], text)
    return NUMBER.sub("<number>", text)


def _value(table: str, name: str, value: Any, row: Row) -> Any:
    if value and (table, name) in _sealed():
        return open_text(value, f"{table}.{name}:{row['id']}")
    if value and name.endswith("_key"):
        return hashlib.sha256(vault.get(value)).hexdigest()
    if value and name in BY_MACHINE:
        return "<time>"
    return f"<{name}>" if value and name in SALTED else value


def _sealed() -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    }
