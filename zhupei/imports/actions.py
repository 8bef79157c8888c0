"""Two phases: a file is received, checked by a job, confirmed as it was shown, and committed by a job.

Each act: lock → rules → move → audit event → job, one transaction. Files are sealed before it and removed after it;
what a crash leaves behind is swept as an orphan.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.audit.actions import record
from zhupei.imports import examining, kinds, queries, rules, states
from zhupei.imports.examining import ImportReport
from zhupei.imports.kinds import Commit
from zhupei.imports.models import Choices, Import
from zhupei.kernel import jobs, locks, writes
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refused, require
from zhupei.pure.scans.sniff import safe_name
from zhupei.pure.sheets.table import Table

CHECK, COMMIT = "imports.check", "imports.commit"
Keys = tuple[str, ...]
ENDINGS = ("xlsx", "csv", "xls", "et")


def upload(*, actor: User, kind: str, subject_id: str, name: str, data: bytes, at: datetime) -> Import:
    """Keep a file and have it checked. The same bytes twice are one import while it is open. Raises `Refused`."""
    described = kinds.get(kind)
    require(rules.uploading(described, actor, len(data)))
    found = Import(
        kind=kind,
        subject=subject_id,
        name=_harmless(name),
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        file_key=vault.put(data),
        uploaded_by=actor,
        uploaded_at=at,
        changed_at=at,
        keep_until=at + rules.UNCONFIRMED,
    )
    try:
        kept = _receive(found, at=at)
    except Refused:
        vault.delete(found.file_key)
        raise
    if kept.pk != found.pk:
        vault.delete(found.file_key)
    return kept


@locks.action
def _receive(found: Import, *, at: datetime) -> Import:
    locks.hold(_name(found))
    kind = kinds.get(found.kind)
    require(rules.uploading(kind, found.uploaded_by, found.size))
    subject = kind.subject(found.subject, at)
    if subject is None or not subject.open:
        raise Refused(rules.NO_SUBJECT)
    if (same := queries.open_with(found.kind, found.subject, found.digest)) is not None:
        return same
    writes.insert(found)
    _record("upload", found, found.uploaded_by, kind.role, at, digest=found.digest)
    _enqueue(CHECK, found)
    return found


@locks.action
def choose(*, import_id: UUID, choices: Choices, actor: User, at: datetime) -> Import:
    """Another sheet, other columns, rows left out: everything is checked again. Raises `Refused`."""
    found = queries.locked(import_id)
    require(rules.choosing(found, kinds.get(found.kind), choices, actor, at))
    _move(found, "choose", states.CLERK, at)
    found.choices, found.faultless, found.done = choices.kept(), False, 0
    writes.update(found, ("state", "changed_at", "choices", "faultless", "done"))
    _record("choose", found, actor, kinds.get(found.kind).role, at, left_out=len(choices.left_out))
    _enqueue(CHECK, found)
    return found


def checked(*, import_id: UUID, choices: Choices, report: ImportReport, marked: bytes, at: datetime) -> None:
    """What a job has found under these choices, and the marked workbook (or nothing). Later than another job, or
    overtaken by other choices: nothing is kept of it.
    """
    keys = vault.put(report.kept()), vault.put(marked) if marked else ""
    _forget(_checked(import_id=import_id, choices=choices, report=report, keys=keys, at=at))


@locks.action
def _checked(*, import_id: UUID, choices: Choices, report: ImportReport, keys: tuple[str, str], at: datetime) -> Keys:
    """The keys of the files that are needed no longer."""
    found = queries.locked(import_id)
    if found.state != states.RECEIVED or found.chosen.kept() != choices.kept():
        return keys
    _move(found, "check", states.MACHINE, at)
    return _reported(found, "check", report, keys, at)


@locks.action
def confirm(*, import_id: UUID, shown: str, actor: User, at: datetime) -> Import:
    """The second phase: exactly what was shown (`shown` is its digest) is to be written, by a job. Twice is once.

    Raises `Refused`.
    """
    found = queries.locked(import_id)
    if found.state in states.SIGNED and shown == found.report_digest:
        require(None if kinds.get(found.kind).may(actor) else rules.FORBIDDEN)
        return found
    require(rules.confirming(found, kinds.get(found.kind), shown, actor, at))
    _move(found, "confirm", states.CLERK, at)
    found.confirmed_by, found.confirmed_at, found.done = actor, at, 0
    writes.update(found, ("state", "changed_at", "confirmed_by", "confirmed_at", "done"))
    _record("confirm", found, actor, kinds.get(found.kind).role, at, shown=shown)
    _enqueue(COMMIT, found)
    return found


def commit(*, import_id: UUID, table: Table, at: datetime) -> bool:
    """Write what was confirmed, whole or not at all. False when the world has changed since: it is shown anew then.

    `table` is read from the confirmed file by the code of the check. A second run finds it done.
    """
    written, report = _commit(import_id=import_id, table=table, at=at)
    if report is not None:
        keys = vault.put(report.kept()), ""
        _forget(_overtaken(import_id=import_id, report=report, keys=keys, at=at))
    return written


@locks.action
def _commit(*, import_id: UUID, table: Table, at: datetime) -> tuple[bool, ImportReport | None]:
    found = queries.locked(import_id)
    if found.state != states.CONFIRMED:
        return found.state == states.COMMITTED, None
    locks.hold(_name(found))
    kind = kinds.get(found.kind)
    subject = kind.subject(found.subject, at)
    assert kind.commit is not None and found.confirmed_by is not None
    if subject is None:
        return False, ImportReport("refused", rules.NO_SUBJECT.words)
    report = examining.compare(kind, subject, table, found.chosen, lambda done: None)
    if report.verdict != "clean" or report.digest(found.digest) != found.report_digest:
        return False, report
    rest = examining.without(table, found.chosen.left_out)
    _move(found, "commit", states.MACHINE, at)
    found.counts = dict(kind.commit(Commit(subject, rest, found.confirmed_by, at)))
    found.ended_at, found.keep_until, found.done = at, at + rules.KEPT, found.rows
    writes.update(found, ("state", "changed_at", "counts", "ended_at", "keep_until", "done"))
    counts = [f"{name} {number}" for name, number in found.counts.items()]
    _record("commit", found, None, states.MACHINE, at, counts=counts, digest=found.digest, rows=len(rest.lines))
    return True, None


@locks.action
def _overtaken(*, import_id: UUID, report: ImportReport, keys: tuple[str, str], at: datetime) -> Keys:
    found = queries.locked(import_id)
    if found.state != states.CONFIRMED:
        return keys
    _move(found, "overtake", states.MACHINE, at)
    found.confirmed_by = found.confirmed_at = None
    writes.update(found, ("confirmed_by", "confirmed_at", "state"))
    return _reported(found, "overtake", report, keys, at)


def discard(*, import_id: UUID, actor: User, at: datetime) -> None:
    """Not this file: nothing has been stored, and the file goes at once. Raises `Refused`."""
    _forget(_discard(import_id=import_id, verb="discard", role=states.CLERK, actor=actor, at=at))


def expire(*, import_id: UUID, at: datetime) -> None:
    """The clock's own: an unconfirmed import ends, a committed one keeps its row and loses its file."""
    _forget(_discard(import_id=import_id, verb="expire", role=states.CLOCK, actor=None, at=at))


@locks.action
def _discard(*, import_id: UUID, verb: str, role: str, actor: User | None, at: datetime) -> Keys:
    found = queries.locked(import_id)
    if actor is not None:
        require(rules.discarding(found, kinds.get(found.kind), actor))
    elif found.state == states.CONFIRMED or not found.expired(at):
        return ()
    if found.state in states.OPEN:
        _move(found, verb, role, at)
        found.ended_at = at
        _record(verb, found, actor, kinds.get(found.kind).role if actor else states.CLOCK, at)
    keys = found.file_key, found.report_key, found.marked_key
    found.file_key = found.report_key = found.marked_key = ""
    writes.update(found, ("state", "changed_at", "ended_at", "file_key", "report_key", "marked_key"))
    return keys


def _forget(keys: Keys) -> None:
    for key in filter(None, keys):
        vault.delete(key)


def _reported(found: Import, verb: str, report: ImportReport, keys: tuple[str, str], at: datetime) -> Keys:
    """The report is the one in force now; the keys of what was before it."""
    replaced = found.report_key, found.marked_key
    found.report_key, found.marked_key = keys
    found.report_digest = report.digest(found.digest)
    found.faultless, found.rows, found.done = report.verdict == "clean", report.rows, report.rows
    writes.update(found, ("state", "changed_at", "report_key", "marked_key", "report_digest"))
    writes.update(found, ("faultless", "rows", "done"))
    _record(verb, found, None, states.MACHINE, at, verdict=report.verdict, rows=report.rows, faults=len(report.faults))
    return replaced


def _harmless(name: str) -> str:
    """The name that the file had, as far as it can be shown and offered for download."""
    stem, _, ending = name.rpartition(".")
    return safe_name(stem, ending.lower()) if ending.lower() in ENDINGS else safe_name(name, "xlsx")


def _move(found: Import, verb: str, role: str, at: datetime) -> None:
    found.state = states.MOVES.target(found.state, verb, role)
    found.changed_at = at


def _enqueue(task: str, found: Import) -> None:
    jobs.enqueue(task, lock=f"import:{found.pk}", once=f"{task}:{found.pk}", import_id=str(found.pk))


def _name(found: Import) -> str:
    """One commit for one subject at a time."""
    return f"import:{found.kind}:{found.subject}"


def _record(verb: str, found: Import, actor: User | None, role: str, at: datetime, **detail: object) -> None:
    record(
        verb=f"import.{verb}",
        actor=actor,
        role=role,
        at=at,
        object_type="import",
        object_id=found.pk,
        kind=found.kind,
        subject=found.subject,
        **detail,
    )
