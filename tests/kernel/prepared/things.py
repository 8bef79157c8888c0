"""A table with a column of every kind that is bound, made inside the test's transaction."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.apps.registry import Apps
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, IntegerRangeField
from django.db import connection, models

from zhupei.kernel.crypto.sealed import SealedField

# Nobody else shall find these models.
APPS = Apps(["zhupei.kernel"])


class Colour(models.TextChoices):
    RED = "red", "红"
    BLUE = "blue", "蓝"


class Upper(models.CharField):
    """Reads otherwise than it is stored."""

    def from_db_value(self, value, expression, connection):
        return None if value is None else value.upper()


class Owner(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=50, default="")

    class Meta:
        app_label, db_table, managed = "kernel", "test_owner", False
        apps = APPS


class Thing(models.Model):
    owner = models.ForeignKey(Owner, models.CASCADE, null=True, related_name="things")
    other = models.ForeignKey(Owner, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=50, null=True)  # noqa: DJ001  NULL is tried, too
    loud = Upper(max_length=50, null=True)
    colour = models.CharField(max_length=10, choices=Colour.choices, default=Colour.RED)
    small = models.SmallIntegerField(null=True)
    number = models.IntegerField(null=True)
    big = models.BigIntegerField(null=True)
    share = models.FloatField(null=True)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    is_good = models.BooleanField(null=True)
    day = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    lasts = models.DurationField(null=True)
    key = models.UUIDField(null=True)
    tags = ArrayField(models.CharField(max_length=20), null=True)
    counts = ArrayField(models.IntegerField(), null=True)
    facts = models.JSONField(null=True)
    span = IntegerRangeField(null=True)
    times = DateTimeRangeField(null=True)
    secret = SealedField()

    class Meta:
        app_label, db_table, managed = "kernel", "test_thing", False
        apps = APPS


def make_tables() -> None:
    with connection.schema_editor() as editor:
        for model in (Owner, Thing):
            model._meta.managed = True
            editor.create_model(model)
            model._meta.managed = False


def drop_tables() -> None:
    with connection.schema_editor() as editor:
        for model in (Thing, Owner):
            editor.delete_model(model)


def fill() -> None:
    """Some things with values that the drawn arguments meet, and one with none."""
    owners = [Owner.objects.create(id=uuid.UUID(int=number), name=f"甲{number}") for number in range(3)]
    for number in range(6):
        Thing.objects.create(
            owner=owners[number % 3], other=owners[0] if number % 2 else None, name=f"n{number % 3}", loud=f"o{number}",
            colour=Colour.BLUE if number % 2 else Colour.RED, small=number, number=number - 2, big=number * 10**12,
            share=number / 4, price=Decimal(number) / 4, is_good=number % 2 == 0, day=date(2026, 7, 1 + number),
            at=datetime(2026, 7, 1, number, tzinfo=UTC), lasts=timedelta(minutes=number), key=uuid.UUID(int=number % 3),
            tags=["a", "百%s", '"{,}"'][: number % 4], counts=list(range(number % 4)),
            facts={"a": number % 2, "b": [None, "百%"]}, span=(number, number + 2),
            times=(datetime(2026, 7, 1, number, tzinfo=UTC), None), id=number + 1,
        )  # fmt: skip
    Thing.objects.create(id=99)
