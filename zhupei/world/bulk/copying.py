"""Writing unsaved rows of our models by COPY, as their `save` would have written them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault


class Sheaf:
    """Rows of any models, kept in the order in which they were made, until they are written together."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Model]] = {}

    def add(self, *rows: Model) -> None:
        for row in rows:
            self._rows.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """In the running transaction. Foreign keys are looked at when it commits, so the order of tables is free."""
        for model, rows in self._rows.items():
            _copy(model, rows)


def _copy(model: type[Model], rows: list[Model]) -> None:
    fields = [field for field in model._meta.concrete_fields if not _left_to_the_database(field, rows[0])]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    writers = [_writer(field) for field in fields]
    command = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([write(row) for write in writers])


def _left_to_the_database(field: "Field[Any, Any]", row: Model) -> bool:
    """A running number that nobody has drawn yet, or a default such as the transaction's id."""
    value = row.__dict__.get(field.attname)
    return isinstance(value, DatabaseDefault) or (field.primary_key and value is None)


def _writer(field: "Field[Any, Any]") -> Callable[[Model], Any]:
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)


def numbers(sequence: str, count: int) -> Iterator[int]:
    """The next `count` numbers of a sequence, for rows that others refer to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
        return iter([number for (number,) in cursor.fetchall()])
