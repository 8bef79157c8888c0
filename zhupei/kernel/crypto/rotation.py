"""Rotation: re-seal every field and file that is not under the active key and cipher.

Rows are taken one by one, so that the site keeps running; interrupted, it goes on where it stopped. A file is written
anew under a new key before its row changes and the old file goes: a crash leaves an orphan, never a missing file.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from zhupei.kernel.crypto import ring, vault
from zhupei.kernel.crypto.sealed import SealedField, key_of, open_text, seal_text


def rotate() -> dict[str, int]:
    """Column or file column → how many values were re-sealed."""
    done: dict[str, int] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                done[f"{model._meta.db_table}.{field.column}"] = _fields(model, field)
        for name in getattr(model, "vault_fields", ()):
            done[f"files of {model._meta.db_table}.{name}"] = _files(model, name)
    return {name: count for name, count in done.items() if count}


def _fields(model: type[models.Model], field: SealedField) -> int:
    active = ring.current()
    wanted, count = (ring.LETTERS[active.cipher], active.active), 0
    table, column, key = model._meta.db_table, field.column, str(model._meta.pk.column)
    for pk, token in _raw(table, key, str(column)):
        if not token or key_of(token) == wanted:
            continue
        place = f"{table}.{column}:{pk}"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL zhupei.reseal = 'on'")
            cursor.execute(
                f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = %s AND "{column}" = %s',  # noqa: S608
                [seal_text(open_text(token, place), place), pk, token],
            )
            count += cursor.rowcount
    return count


def _raw(table: str, key: str, column: str) -> Iterator[tuple[Any, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", "{column}" FROM "{table}"')  # noqa: S608  names of our own models
        yield from cursor.fetchall()


def _files(model: type[models.Model], name: str) -> int:
    active, count = ring.current().active, 0
    for row in model._default_manager.exclude(**{name: ""}).order_by("pk").iterator(chunk_size=500):
        old = getattr(row, name)
        keys = old if isinstance(old, list) else [old]
        if not keys or all(vault.key_id_of(key) == active for key in keys):
            continue
        fresh = [vault.put(vault.get(key)) for key in keys]
        model._default_manager.filter(pk=row.pk).update(**{name: fresh if isinstance(old, list) else fresh[0]})
        for key in keys:
            vault.delete(key)
        count += len(keys)
    return count
