"""Which files the database knows: every column, of any table, that holds keys of the vault.

By convention such a column is named `key` or ends in `_key` (one key) or `_keys` (a JSON list of keys). A column of
that name with something else in it does no harm; a vault key under another name would be swept as an orphan.
"""

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import CharField, Field, Func, JSONField, TextField

LETTERS = "0123456789abcdef"


def key_columns() -> list[Field]:
    """All columns that may hold keys of the vault."""
    return [
        field
        for model in apps.get_models()
        if model.__module__.startswith("zhupei.")
        for field in model._meta.concrete_fields
        if _holds_one(field) or _holds_several(field)
    ]


def stored_keys(letter: str) -> set[str]:
    """The vault's keys that begin with this letter: a sixteenth at a time, so that memory stays flat."""
    try:
        folders, _ = default_storage.listdir("")
    except FileNotFoundError:
        return set()
    chosen = [folder for folder in folders if folder.startswith(letter)]
    return {f"{folder}/{name}" for folder in chosen for name in default_storage.listdir(folder)[1]}


def known_keys(letter: str) -> set[str]:
    """Every key in the database that begins with this letter."""
    found: set[str] = set()
    for column in key_columns():
        rows = column.model._default_manager.all()
        if _holds_several(column):
            each = Func(column.name, function="jsonb_array_elements_text", set_returning=True, output_field=TextField())
            values = rows.annotate(each_key=each).values_list("each_key", flat=True)
        else:
            values = rows.filter(**{f"{column.name}__startswith": letter}).values_list(column.name, flat=True)
        found.update(value for value in values.iterator() if value.startswith(letter))
    return found


def _holds_one(field: Field) -> bool:
    return isinstance(field, CharField) and (field.name == "key" or field.name.endswith("_key"))


def _holds_several(field: Field) -> bool:
    return isinstance(field, JSONField) and field.name.endswith("_keys")
