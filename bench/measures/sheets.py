"""What lists cost on their way out (and, once there are imports, on their way in)."""

import json
import subprocess
import sys
from itertools import islice
from typing import Any
from uuid import uuid4

from django.db import connection

from bench import bulk
from bench.report import Table
from zhupei.accounts.models import User
from zhupei.applications.models import Application, Version
from zhupei.kernel import clock
from zhupei.kernel.crypto.sealed import seal_text
from zhupei.reports import actions
from zhupei.reports.models import Export

SMALL, BATCH = 1_000, 2_000
RESEALED = """
    UPDATE accounts_user u SET document_number = new.number, phone = new.phone
    FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS new (id, number, phone) WHERE u.id = new.id
"""
COLUMNS = ("file", "rows", "seconds", "of the processor", "KB", "peak MB", "of these for the rows")


def exported(version: Version, reviewer: User, *, present: int, rows: int) -> Table:
    """The queue of one base as Excel, CSV and JSON: time, size, and how much memory the rows take.

    `present` copies of the version are there. Faults: files that are not made, or not whole.
    """
    table = Table("Export of a base's queue, by the job", COLUMNS)
    bulk.grow(version.pk, present=present, wanted=max(present, SMALL))
    _seal(version)
    _measure(table, version, reviewer, Export.Form.XLSX)
    if (size := max(present, rows)) > max(present, SMALL):
        bulk.grow(version.pk, present=max(present, SMALL), wanted=size)
        _seal(version)
    for form in Export.Form:
        _measure(table, version, reviewer, form)
    return table


def _seal(version: Version) -> None:
    """Numbers of the copies' own, which an export opens: what was copied is bound to another row."""
    copied = {"applications__version__base": version.base_id, "applications__number__startswith": "2000-B1-"}
    people = User.objects.filter(**copied).only("pk").iterator(chunk_size=BATCH)
    with connection.cursor() as cursor:
        while batch := list(islice(people, BATCH)):
            numbers = [_sealed("document_number", person, f"53010219900307{n:04d}") for n, person in enumerate(batch)]
            phones = [_sealed("phone", person, f"1390000{n:04d}") for n, person in enumerate(batch)]
            cursor.execute(RESEALED, [[person.pk for person in batch], numbers, phones])


def _sealed(name: str, person: User, plain: str) -> str:
    field: Any = User._meta.get_field(name)
    return seal_text(plain, field.binding(person))


def _measure(table: Table, version: Version, reviewer: User, form: str) -> None:
    """In a child process: what it holds before the first row is the program."""
    asked = actions.ask(
        of_list="base.queue",
        desk=str(version.base_id),
        address="?state=all",
        whole=False,
        form=form,
        reason="bench",
        token=uuid4(),
        actor=reviewer,
        at=clock.now(),
    )
    command = [sys.executable, "-m", "bench.sheets", str(asked.pk)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own module
    found = json.loads(done.stdout.splitlines()[-1])
    asked.refresh_from_db()
    whole = Application.objects.filter(version__base=version.base_id, round=version.application.round_id)
    table.faults += asked.made_at is None or asked.written < whole.exclude(state__in=("draft", "voided")).count()
    size = round((asked.size or 0) / 1024)
    table.add(
        form, asked.written, found["seconds"], found["worked"], size, found["peak"], found["peak"] - found["before"]
    )
