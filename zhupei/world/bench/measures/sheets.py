"""What lists cost on their way out (and, once there are imports, on their way in)."""

import json
import subprocess
import sys
from uuid import uuid4

from zhupei.accounts.models import User
from zhupei.applications.models import Application, Version
from zhupei.kernel import clock
from zhupei.reports import actions
from zhupei.reports.models import Export
from zhupei.world.bench import bulk
from zhupei.world.bench.report import Table

SMALL = 1_000
COLUMNS = ("file", "rows", "seconds", "KB", "peak MB", "of these for the rows")


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
    people = User.objects.filter(
        applications__version__base=version.base_id, applications__number__startswith="2000-B1-"
    )
    batch: list[User] = []
    for number, person in enumerate(people.only("pk").iterator(chunk_size=2_000)):
        person.document_number, person.phone = f"53010219900307{number % 10_000:04d}", f"139{number % 10**8:08d}"
        batch.append(person)
        if len(batch) == 2_000:
            User.objects.bulk_update(batch, ["document_number", "phone"])
            batch = []
    User.objects.bulk_update(batch, ["document_number", "phone"])


def _measure(table: Table, version: Version, reviewer: User, form: str) -> None:
    """In a child process: what it holds before the first row is the program."""
    wanted = {"of_list": "base.queue", "desk": str(version.base_id), "address": "?state=all", "whole": False}
    asked = actions.ask(
        **wanted,
        form=form,
        reason="bench",
        token=uuid4(),
        actor=reviewer,
        at=clock.now(),  # type: ignore[arg-type]
    )
    command = [sys.executable, "-m", "zhupei.world.bench.sheets", str(asked.pk)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own module
    found = json.loads(done.stdout.splitlines()[-1])
    asked.refresh_from_db()
    whole = Application.objects.filter(version__base=version.base_id, round=version.application.round_id)
    table.faults += asked.made_at is None or asked.written < whole.exclude(state__in=("draft", "voided")).count()
    size = round((asked.size or 0) / 1024)
    table.add(form, asked.written, found["seconds"], size, found["peak"], found["peak"] - found["before"])
