"""Checking and committing in jobs, taking up what got lost, removing what is not kept any longer."""

import structlog
from django.db import InterfaceError, OperationalError

from zhupei.imports import actions, examining, kinds, queries, states
from zhupei.imports.actions import CHECK, COMMIT
from zhupei.imports.examining import ImportReport
from zhupei.imports.models import Import
from zhupei.imports.rules import GONE, NO_SUBJECT
from zhupei.imports.sheet_reader import reader
from zhupei.kernel import clock, jobs
from zhupei.kernel.crypto import vault
from zhupei.kernel.crypto.ring import UnreadableSeal as Sealed
from zhupei.kernel.refusals import Refused
from zhupei.pure.sheets.faults import UnreadableSheet
from zhupei.pure.sheets.table import Table

log = structlog.get_logger("zhupei.imports")
# The database, the disk, a lock: the job tries again. Whatever else breaks a check breaks it every time.
PASSING = (OperationalError, InterfaceError, OSError, MemoryError, Refused)
BROKEN = "系统核对不了这个文件，已记录。请换一个新建的工作簿复制数据后再传，或联系技术支持。"


@jobs.app.task(**jobs.PAPERS, name=CHECK, retry=jobs.RETRY)
def check(import_id: str) -> None:
    """Read and compare; running twice, or beside itself, reports once. A file that breaks the check is refused."""
    found = Import.objects.get(pk=import_id)
    if found.state != states.RECEIVED:
        return
    choices, marked = found.chosen, b""
    try:
        report, table = _examined(found)
        if table is not None and report.faults:
            marked = examining.marked(vault.get(found.file_key), table, report.faults, reader())
    except PASSING:
        raise
    except Exception as error:
        log.exception("a check broke", import_id=import_id, fault=type(error).__name__)
        report = ImportReport("refused", BROKEN)
    actions.checked(import_id=found.pk, choices=choices, report=report, marked=marked, at=clock.now())


def _examined(found: Import) -> tuple[ImportReport, Table | None]:
    kind, choices, at = kinds.get(found.kind), found.chosen, clock.now()
    subject = kind.subject(found.subject, at)
    if subject is None:
        return ImportReport("refused", NO_SUBJECT.words), None
    try:
        table = examining.read(kind, vault.get(found.file_key), choices, reader())
    except (FileNotFoundError, Sealed):
        return ImportReport("refused", GONE.words), None
    except UnreadableSheet as refused:
        return examining.refused(refused), None
    Import.objects.filter(pk=found.pk).update(rows=len(table.lines))

    def said(done: int) -> None:
        Import.objects.filter(pk=found.pk).update(done=done)

    return examining.compare(kind, subject, table, choices, said), table


@jobs.app.task(**jobs.PAPERS, name=COMMIT, retry=jobs.RETRY)
def commit(import_id: str) -> None:
    """Write what was confirmed. Killed at any point it has written nothing, and is taken up again."""
    found = Import.objects.get(pk=import_id)
    if found.state != states.CONFIRMED:
        return
    table = examining.read(kinds.get(found.kind), vault.get(found.file_key), found.chosen, reader())
    actions.commit(import_id=found.pk, table=table, at=clock.now())


@jobs.app.periodic(cron="*/2 * * * *")
@jobs.app.task(**jobs.QUICK, name="imports.reconcile", queueing_lock="imports.reconcile")
def reconcile(timestamp: int) -> None:
    """Take up imports whose job got lost."""
    for found in queries.forgotten(clock.now() - queries.LATE):
        task = CHECK if found.state == states.RECEIVED else COMMIT
        jobs.enqueue(task, lock=f"import:{found.pk}", once=f"{task}:{found.pk}", import_id=str(found.pk))


@jobs.app.periodic(cron="7-57/10 * * * *")
@jobs.app.task(**jobs.QUICK, name="imports.expire", queueing_lock="imports.expire")
def expire(timestamp: int) -> None:
    """Every ten minutes: end what nobody has confirmed in time, remove files that have been kept long enough."""
    at = clock.now()
    for pk in queries.overdue(at).values_list("pk", flat=True):
        actions.expire(import_id=pk, at=at)
