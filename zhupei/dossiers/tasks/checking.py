"""Checking uploads in the child process, offering what can be repaired, taking up lost checks."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError

from zhupei.cycles.models import Round, Stage
from zhupei.cycles.queries import current_round
from zhupei.dossiers import actions, document_queries, rules
from zhupei.dossiers.actions.documents import CHECK, READ, AlreadyJudged, Clean, Judged
from zhupei.dossiers.decoding import decoder
from zhupei.dossiers.models import Document
from zhupei.kernel import clock, jobs
from zhupei.kernel.crypto import vault
from zhupei.kernel.crypto.ring import UnreadableSeal
from zhupei.kernel.refusals import Refusal, Refused
from zhupei.pure import dates
from zhupei.pure.identity.masks import mask_name
from zhupei.pure.portrait import CheckResult, PortraitReport
from zhupei.pure.scans.document_check.report import MOST_CARD_PAGES, DocumentReport, fitting
from zhupei.pure.scans.likeness import Likeness
from zhupei.pure.scans.results import Accepted, Rejected
from zhupei.pure.scans.sniff import sniff

log = structlog.get_logger("zhupei.dossiers")
LATE, VERY_LATE = timedelta(minutes=2), timedelta(minutes=30)
# The database, the disk, a lock: the job tries again. Whatever else breaks a check breaks it every time.
PASSING = (OperationalError, InterfaceError, OSError, MemoryError, Refused)
UNCHECKED = Refusal("unchecked", "系统打不开这个文件，请重新拍摄或导出后上传")
LOST = Refusal("lost", "文件没有完整保存，请重新上传")


@dataclass
class Upload:
    """One upload on its way to a verdict. `clean` is what the decoder has made of it, `report` what was measured."""

    document: Document
    round_: Round
    at: datetime
    original: bytes
    clean: Accepted
    report: dict[str, Any] = field(default_factory=dict)
    likeness: Likeness | None = None


@jobs.app.task(**jobs.IMAGES, name=CHECK, retry=jobs.RETRY)
def check_document(document_id: str) -> None:
    """Decode one upload in the child process and judge it. Running twice, or beside itself, judges once. A check that
    breaks on the file refuses it: nobody waits for ever, nor for somebody else's file.
    """
    document = document_queries.unchecked(document_id)
    if document is None:
        return
    at = max(clock.now(), document.uploaded_at)
    try:
        _check(document, at)
    except PASSING:
        raise
    except Exception:
        log.exception("check broke", document=document_id)
        _refuse(document, UNCHECKED, {}, at)


def _check(document: Document, at: datetime) -> None:
    round_ = limits_at(at)
    try:
        original = vault.get(document.original_key)
    except (FileNotFoundError, UnreadableSeal):
        _refuse(document, LOST, {}, at)
        return
    kind = rules.scan_kind(document.kind)
    limits = rules.intake_limits(document.kind, round_)
    answer = decoder().accept(original, declared_name=document.name, limits=limits, kind=kind)
    if isinstance(answer, Rejected):
        _refuse(document, Refusal(answer.code, answer.message), {}, at)
        return
    noticed = [{"code": each.code, "message": each.message} for each in answer.findings]
    upload = Upload(document, round_, at, original, answer, {"findings": noticed})
    if kind == "portrait":
        _judge_portrait(upload)
    else:
        _judge_document(upload)


def limits_at(at: datetime) -> Round:
    """The round whose limits hold now; the defaults while the province has entered none."""
    try:
        return current_round(at)
    except Stage.DoesNotExist:
        return Round()


def _judge_portrait(upload: Upload) -> None:
    """Measure the portrait, and where repair can mend everything that is wrong, offer the repaired one.

    Its size is that of the file the person has sent, but for a picture that is converted into the range.
    """
    limits = rules.portrait_limits(upload.round_)
    size = len(upload.original) if sniff(upload.original[:64]) == "jpeg" else None
    measured = decoder().verify(upload.clean.content, limits, size=size)
    if isinstance(measured, Rejected):
        _refuse(upload.document, Refusal(measured.code, measured.message), upload.report, upload.at)
        return
    judged = rules.judged(measured, upload.round_)
    upload.report["portrait"] = judged.as_json()
    refusal = rules.portrait(judged)
    if refusal is None:
        _accept(upload)
    elif not rules.repairable(judged):
        _refuse(upload.document, refusal, upload.report, upload.at)
    else:
        _repair(upload, refusal)


def _repair(upload: Upload, refusal: Refusal) -> None:
    """Offer the repaired portrait. Where that fails, what stood in its way is all that the person has to mend."""
    limits, blocking = rules.portrait_limits(upload.round_), rules.blocking(upload.round_)
    mended = decoder().repair(upload.original, limits, blocking=blocking)
    if isinstance(mended, Rejected) or mended.content is None:
        reasons = () if isinstance(mended, Rejected) else mended.reasons
        told = Refusal(refusal.code, "；".join(reasons)) if reasons else refusal
        _refuse(upload.document, told, upload.report, upload.at)
        return
    drawn = decoder().accept(
        mended.content,
        declared_name=upload.document.name,
        limits=rules.intake_limits(upload.document.kind, upload.round_),
        kind="portrait",
    )
    if isinstance(drawn, Rejected):
        _refuse(upload.document, refusal, upload.report, upload.at)
        return
    before, after = _stored(upload.clean), _stored(drawn, mended.content)
    try:
        actions.offer(
            document=upload.document,
            refusal=refusal,
            before=Judged(before, upload.report),
            after=Judged(after, _measured(rules.judged(mended.report, upload.round_))),
            at=upload.at,
        )
    except AlreadyJudged:
        _forget(before, after)


def _judge_document(upload: Upload) -> None:
    """Look at the picture, or the first page: what is seen are hints, for the person now and the reviewer later. When
    nothing could be seen the file counts all the same: a person looks at it anyway. Reading takes its time, so it
    comes afterwards, unless it decides.
    """
    document = upload.document
    seen = decoder().inspect(upload.clean.pictures[0], rules.document_limits(upload.round_))
    if isinstance(seen, Rejected):
        upload.report["findings"].append({"code": "unseen", "message": "未能自动检查清晰度，请自行核对"})
        _accept(upload)
        return
    if seen.turned and not upload.clean.pages:
        upload.clean = replace(upload.clean, **vars(seen.turned))
    checks = rules.seen(seen.report, upload.round_)
    if rules.reading_decides(upload.round_):
        clean = upload.clean
        checks += read(document, clean.pictures, upload.round_, upload.at, upright=not clean.pages)[0]
    upload.report["document"] = [asdict(each) for each in checks]
    if refusal := rules.document(checks):
        _refuse(document, refusal, upload.report, upload.at)
        return
    if seen.likeness and document.kind in rules.DISTINCT:
        upload.likeness = seen.likeness
        upload.report["alike"] = [_told(each) for each in document_queries.alike(document, seen.likeness)]
    _accept(upload)


def read(
    document: Document, pages: Iterable[bytes], round_: Round, at: datetime, *, upright: bool
) -> tuple[tuple[CheckResult, ...], str]:
    """What is read of a document, as it counts, and what of it may be put into the form; nothing when the child could
    not answer. The sides of a card may come on two pages: `pages` are asked for one after the other. `upright`: they
    have been turned, as pictures are and pages of a PDF are not.
    """
    person = document.dossier.person
    kind, limits = rules.reading_kind(document.kind, person), rules.document_limits(round_)
    today = dates.local_day(at)
    first = islice(pages, MOST_CARD_PAGES)
    answers = (decoder().read(page, kind, limits, today=today, upright=upright) for page in first)
    try:
        found = fitting(answer for answer in answers if isinstance(answer, DocumentReport))
    except ValueError:
        return (), ""
    return rules.read(found, person, round_), rules.card(found, person)


def _told(other: Document) -> str:
    """For the reviewer only."""
    owner = mask_name(other.dossier.person.name)
    return (
        f"与另一位申请人（{owner}，{dates.month(other.uploaded_at)}上传）的{other.get_kind_display()}几乎相同，请核对"
    )


def _measured(report: PortraitReport) -> dict[str, Any]:
    return {"findings": [], "portrait": report.as_json()}


def _accept(upload: Upload) -> None:
    clean = _stored(upload.clean)
    try:
        actions.accept(document=upload.document, judged=Judged(clean, upload.report, upload.likeness), at=upload.at)
    except AlreadyJudged:
        _forget(clean)


def _stored(answer: Accepted, content: bytes | None = None) -> Clean:
    """Put a clean file into the vault. `content`: where every byte counts, instead of the decoder's own encoding."""
    content = content or answer.content
    return Clean(
        clean_key=vault.put(content),
        thumbnail_key=vault.put(answer.thumbnail),
        page_keys=tuple(vault.put(page) for page in answer.pages),
        media_type=answer.media_type,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        width=answer.width,
        height=answer.height,
    )


def _forget(*stored: Clean) -> None:
    for clean in stored:
        for key in (clean.clean_key, clean.thumbnail_key, *clean.page_keys):
            vault.delete(key)


def _refuse(document: Document, refusal: Refusal, report: dict[str, Any], at: datetime) -> None:
    try:
        actions.refuse(document=document, refusal=refusal, report=report, at=at)
    except AlreadyJudged:
        log.info("check ran twice", document=str(document.pk))


@jobs.app.periodic(cron="*/2 * * * *")
@jobs.app.task(**jobs.QUICK, name="dossiers.reconcile_checks", queueing_lock="dossiers.reconcile_checks")
def reconcile_checks(timestamp: int) -> None:
    """Take up uploads whose check or reading got lost: the job died with its worker, or was never taken."""
    for document_id, dossier_id in document_queries.forgotten_checks(clock.now() - LATE):
        jobs.enqueue(
            check_document, lock=f"dossier:{dossier_id}", once=f"check:{document_id}", document_id=str(document_id)
        )
    for document_id in document_queries.forgotten_readings(clock.now() - VERY_LATE):
        jobs.enqueue(READ, once=f"read:{document_id}", document_id=str(document_id))
