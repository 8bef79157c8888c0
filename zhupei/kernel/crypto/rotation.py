"""Rotation: re-seal every field and file that is not under the active key and cipher.

Rows are taken one by one, so that the site keeps running; interrupted, it goes on where it stopped. A file is written
anew under a new key before its row changes and the old file goes: a crash leaves an orphan, never a missing file.
"""

from collections.abc import Iterable, Iterator, Mapping
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
        if hasattr(model, "vault_fields"):
            counts = _files(model)
            done |= {f"files of {model._meta.db_table}.{name}": count for name, count in counts.items()}
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


def _files(model: type[models.Model]) -> dict[str, int]:
    """Several columns of a row, and in a demonstration many rows, may name the same file: it is sealed once for them
    all. The old one of several rows goes when the last of them has moved.
    """
    names, shared = model.vault_fields, _of_several_rows(model)  # type: ignore[attr-defined]
    kept: dict[str, str] = {}
    done: dict[str, int] = {}
    for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
        moved = {key: kept.get(key) or vault.put(vault.get(key)) for key in _outdated(row, names)}
        if not moved:
            continue
        for name in names:
            done[name] = done.get(name, 0) + sum(key in moved for key in _keys(row, name))
        fresh = {name: _with(getattr(row, name), moved) for name in names}
        model._default_manager.filter(pk=row.pk).update(**fresh)
        for key, new in moved.items():
            if key in shared:
                kept[key] = new
            else:
                vault.delete(key)
    for key in kept:
        vault.delete(key)
    return done


def _keys(row: models.Model, name: str) -> list[str]:
    value = getattr(row, name)
    return value if isinstance(value, list) else [value] if value else []


def _outdated(row: models.Model, names: Iterable[str]) -> set[str]:
    """The row's files that are not under the active key."""
    active = ring.current().active
    return {key for name in names for key in _keys(row, name) if vault.key_id_of(key) != active}


def _with(value: Any, moved: Mapping[str, str]) -> Any:
    """A column with the new keys in place of the old ones."""
    return [moved.get(key, key) for key in value] if isinstance(value, list) else moved.get(value, value)


def _of_several_rows(model: type[models.Model]) -> set[str]:
    found: set[str] = set()
    for name in model.vault_fields:  # type: ignore[attr-defined]
        rows = model._default_manager.order_by().values_list(name).annotate(n=models.Count("pk")).filter(n__gt=1)
        for value, _ in rows:
            found.update(value if isinstance(value, list) else [value])
    return found
