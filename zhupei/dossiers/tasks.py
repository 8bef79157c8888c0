"""Checking uploads, taking up lost checks, sweeping files that no row knows."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.core.files.storage import default_storage

from zhupei.cycles.models import Round, Stage
from zhupei.cycles.queries import current_round
from zhupei.dossiers import actions, filing, queries, rules
from zhupei.dossiers.actions.documents import CHECK, AlreadyJudged, Clean
from zhupei.dossiers.decoding import decoder
from zhupei.dossiers.models import Document
from zhupei.kernel import clock, jobs
from zhupei.kernel.crypto import vault
from zhupei.kernel.crypto.ring import Unreadable
from zhupei.kernel.refusals import Refusal
from zhupei.pure.scans.results import Accepted, Rejected
from zhupei.pure.scans.sniff import sniff

log = structlog.get_logger("zhupei.dossiers")
LATE = timedelta(minutes=2)
LOST = Refusal("lost", "文件没有完整保存，请重新上传")


@jobs.app.task(queue=jobs.IMAGES, name=CHECK, retry=jobs.RETRY)
def check_document(document_id: str) -> None:
    """Decode one upload in the child process and judge it. Running twice, or beside itself, judges once."""
    document = queries.unchecked(document_id)
    if document is None:
        return
    at = max(clock.now(), document.uploaded_at)
    round_ = _limits(at)
    try:
        original = vault.get(document.original_key)
    except (FileNotFoundError, Unreadable):
        _refuse(document, LOST, {}, at)
        return
    kind = rules.scan_kind(document.kind)
    limits = rules.intake_limits(document.kind, round_, original[:64])
    answer = decoder().accept(original, declared_name=document.name, limits=limits, kind=kind)
    if isinstance(answer, Rejected):
        _refuse(document, Refusal(answer.code, answer.message), {}, at)
        return
    report: dict[str, Any] = {"findings": [{"code": f.code, "message": f.message} for f in answer.findings]}
    if kind == "portrait" and (refusal := _portrait(answer, original, round_, report)):
        _refuse(document, refusal, report, at)
        return
    _accept(document, answer, report, at)


def _limits(at: datetime) -> Round:
    """The round whose limits hold now; the defaults while the province has entered none."""
    try:
        return current_round(at)
    except Stage.DoesNotExist:
        return Round()


def _portrait(clean: Accepted, original: bytes, round_: Round, report: dict[str, Any]) -> Refusal | None:
    """Measure the portrait; adds the measurements to the report. Its size is that of the file the person has sent, but
    for a HEIC photograph, which is converted into the range.
    """
    size = None if sniff(original[:64]) == "heic" else len(original)
    measured = decoder().verify(clean.content, rules.portrait_limits(round_), size=size)
    if isinstance(measured, Rejected):
        return Refusal(measured.code, measured.message)
    report["portrait"] = measured.as_json()
    if measured.verdict != "fail":
        return None
    failed = [check for check in measured.checks if check.verdict == "fail"]
    return Refusal(f"portrait:{failed[0].name}", "；".join(check.advice for check in failed))


def _accept(document: Document, answer: Accepted, report: dict[str, Any], at: datetime) -> None:
    clean = Clean(
        clean_key=vault.put(answer.content),
        thumbnail_key=vault.put(answer.thumbnail),
        page_keys=tuple(vault.put(page) for page in answer.pages),
        media_type=answer.media_type,
        digest=hashlib.sha256(answer.content).hexdigest(),
        size=len(answer.content),
        width=answer.width,
        height=answer.height,
    )
    try:
        actions.accept(document=document, clean=clean, report=report, at=at)
    except AlreadyJudged:
        for key in (clean.clean_key, clean.thumbnail_key, *clean.page_keys):
            vault.delete(key)


def _refuse(document: Document, refusal: Refusal, report: dict[str, Any], at: datetime) -> None:
    try:
        actions.refuse(document=document, refusal=refusal, report=report, at=at)
    except AlreadyJudged:
        log.info("check ran twice", document=str(document.pk))


@jobs.app.periodic(cron="*/2 * * * *")
@jobs.app.task(queue=jobs.QUICK, name="dossiers.reconcile_checks", queueing_lock="dossiers.reconcile_checks")
def reconcile_checks(timestamp: int) -> None:
    """Take up uploads whose check got lost: their job died with its worker, or was never taken."""
    for document_id, dossier_id in queries.forgotten_checks(clock.now() - LATE):
        jobs.enqueue(
            check_document, lock=f"dossier:{dossier_id}", once=f"check:{document_id}", document_id=str(document_id)
        )


@jobs.app.periodic(cron="40 3 * * *")
@jobs.app.task(queue=jobs.QUICK, name="dossiers.sweep_orphans", queueing_lock="dossiers.sweep_orphans")
def sweep_orphans(timestamp: int) -> None:
    """Remove files older than a day that no row of any table knows (invariant 10). Age is real time, not the demo's."""
    for key in orphans(older_than=timedelta(days=1)):
        vault.delete(key)
        log.info("orphan removed")


def orphans(*, older_than: timedelta) -> Iterator[str]:
    """Files of the vault without a row."""
    before = datetime.now(tz=UTC) - older_than
    for letter in filing.LETTERS:
        for key in sorted(filing.stored_keys(letter) - filing.known_keys(letter)):
            if default_storage.get_modified_time(key) < before:
                yield key
