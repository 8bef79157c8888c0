"""Documents: received at once, judged by a job, replaced only by an accepted one, never deleted (domain 5.5)."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, F, Value, When

from zhupei.accounts.models import User
from zhupei.audit.actions import record
from zhupei.audit.verbs import MACHINE
from zhupei.cycles.models import Round
from zhupei.dossiers import document_queries, notices, queries, rules
from zhupei.dossiers.actions.saving import own_dossier
from zhupei.dossiers.models import Document, Dossier, Education
from zhupei.kernel import jobs, locks, writes
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refusal, Refused, require
from zhupei.pure.scans.likeness import Likeness
from zhupei.pure.scans.sniff import safe_name, sniff

CHECK, READ = "dossiers.check_document", "dossiers.read_document"
HEAD = 64
MOMENT = timedelta(microseconds=1)
ENDINGS = {"jpeg": "jpg"}
LONGEST_REASON = 300
UNKNOWN_SLOT = Refusal("slot:unknown", "没有这一项材料。请重新打开“证明材料”查看现在需要的材料。")
UNKNOWN_OFFER = Refusal("offer:unknown", "没有找到修复后的照片。请重新打开“证明材料”查看现在的结果。")
OUTDATED_OFFER = Refusal("offer:outdated", "您之后又上传了新的照片，请以最新的一张为准。")


@dataclass(frozen=True)
class Clean:
    """What the decoder made of an upload, already in the vault."""

    clean_key: str
    thumbnail_key: str
    page_keys: tuple[str, ...]
    media_type: str
    digest: str
    size: int
    width: int
    height: int


@dataclass(frozen=True)
class Judged:
    """A clean file and what was measured on it."""

    clean: Clean
    report: dict[str, Any]
    likeness: Likeness | None = None


def upload(*, actor: User, at: datetime, slot: str, name: str, data: bytes, round_: Round) -> Document:
    """Keep an upload and have it checked. Raises `Refused`: `slot:unknown`, `consent:…`, `file:…`, `upload:pace`, and
    what `rules.editing` says.

    The file is sealed before the transaction begins; when that fails the sweep finds the orphan. Uploads of a dossier
    have an order: none is at the same moment as another, or before it.
    """
    parts = rules.split_slot(slot)
    if parts is None:
        raise Refused(UNKNOWN_SLOT)
    require(rules.upload(parts[0], len(data), data[:HEAD], round_))
    require(rules.consent(parts[0], queries.image_consent(actor)))
    source = str(sniff(data))
    document = Document(
        kind=parts[0],
        education_id=parts[1],
        slot=slot,
        name=safe_name(name, ENDINGS.get(source, source)),
        original_key=vault.put(data),
        original_size=len(data),
        original_digest=hashlib.sha256(data).hexdigest(),
    )
    try:
        return _receive(document, actor=actor, at=at)
    except Refused:
        vault.delete(document.original_key)
        raise


@locks.action
def _receive(document: Document, *, actor: User, at: datetime) -> Document:
    dossier = own_dossier(actor, f"document:{document.slot}", at)
    row = document.education_id
    if row is not None and not Education.objects.filter(pk=row, dossier=dossier).exists():
        raise Refused(UNKNOWN_SLOT)
    before = document_queries.uploads(dossier, at - rules.UPLOADS_WINDOW)
    require(rules.pace(before.recent))
    document.dossier = dossier
    document.uploaded_at = max(at, before.last + MOMENT) if before.last else at
    writes.insert(document)
    record(
        verb="document.upload",
        actor=actor,
        role=actor.kind,
        at=at,
        object_type="document",
        object_id=document.pk,
        slot=document.slot,
        digest=document.original_digest,
    )
    jobs.enqueue(CHECK, lock=f"dossier:{dossier.pk}", once=f"check:{document.pk}", document_id=str(document.pk))
    return document


class AlreadyJudged(Exception):
    """Another run of the same check has been quicker; this one leaves nothing behind."""


@locks.action
def accept(*, document: Document, judged: Judged, at: datetime) -> None:
    """The document is in force from now on and the one before it is replaced. Raises `AlreadyJudged`.

    A check that ends after that of a newer upload does not push the newer one aside: it is replaced at once.
    """
    Dossier.objects.filter(pk=document.dossier_id).update(revision=F("revision") + 1)  # also locks the row
    in_force = Document.objects.filter(
        dossier_id=document.dossier_id, slot=document.slot, state=Document.State.ACCEPTED, replaced_at=None
    )
    in_force.filter(uploaded_at__lte=document.uploaded_at).update(replaced_at=at)
    _judge(
        document,
        state=Document.State.ACCEPTED,
        **_columns(judged.clean),
        report=judged.report,
        likeness_coarse=judged.likeness.coarse if judged.likeness else None,
        likeness_fine=judged.likeness.fine if judged.likeness else None,
        checked_at=at,
        replaced_at=Case(When(Exists(in_force), then=Value(at)), default=None, output_field=DateTimeField()),
    )
    _record("document.accept", document, at, digest=judged.clean.digest)
    if document.kind != Document.Kind.PORTRAIT:
        jobs.enqueue(READ, once=f"read:{document.pk}", document_id=str(document.pk))


@locks.action
def refuse(*, document: Document, refusal: Refusal, report: dict[str, Any], at: datetime) -> None:
    """The one in force stays in force; the person learns the measured reason. Raises `AlreadyJudged`."""
    _refuse(document, refusal, report, at)
    notices.refused(document, at)


@locks.action
def note(*, document: Document, checks: list[dict[str, Any]], card: str, at: datetime) -> None:
    """What was read of a document in force, as hints beside what was seen; a second reading changes nothing. `card`:
    what may be put into the form (`rules.card`).
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    if held.read_at is not None:
        return
    known = {check["name"] for check in held.report.get("document", ())}
    added = [check for check in checks if check["name"] not in known]
    held.report = {**held.report, "document": [*held.report.get("document", ()), *added]}
    held.card, held.read_at = card, at
    held.save(update_fields=["report", "card", "read_at"])
    _record("document.read", held, at)


@locks.action
def offer(*, document: Document, refusal: Refusal, before: Judged, after: Judged, at: datetime) -> Document:
    """Refuse a portrait and offer what the machine has made of it; nothing is in force before the person has taken it.

    `before` is the clean copy of the upload, to compare. Raises `AlreadyJudged`.
    """
    _refuse(document, refusal, before.report, at, **_columns(before.clean))
    made = Document.objects.create(
        dossier_id=document.dossier_id,
        kind=document.kind,
        education_id=document.education_id,
        slot=document.slot,
        state=Document.State.OFFERED,
        name=document.name,
        original_key=after.clean.clean_key,
        original_size=after.clean.size,
        original_digest=after.clean.digest,
        made_from=document,
        report=after.report,
        uploaded_at=document.uploaded_at,
        checked_at=at,
        **_columns(after.clean),
    )
    _record("document.offer", made, at, made_from=str(document.pk), digest=after.clean.digest)
    notices.offered(document, at)
    return made


@locks.action
def take(*, actor: User, at: datetime, slot: str, document_id: UUID) -> Document:
    """The person has compared and wants the repaired portrait. Twice is once. Raises `Refused`: `offer:unknown` when
    this person has none for this slot, `offer:outdated` when a newer file has come since, and what `rules.editing`
    says.
    """
    dossier = own_dossier(actor, f"document:{slot}", at)
    own = Document.objects.filter(dossier=dossier, slot=slot, made_from__isnull=False)
    document = own.filter(pk=document_id).first()
    if document is None:
        raise Refused(UNKNOWN_OFFER)
    if document.state == Document.State.ACCEPTED and document.replaced_at is None:
        return document
    of_the_slot = Document.objects.filter(dossier=dossier, slot=slot)
    if of_the_slot.filter(uploaded_at__gt=document.uploaded_at).exists():
        raise Refused(OUTDATED_OFFER)
    of_the_slot.filter(state=Document.State.ACCEPTED, replaced_at=None).update(
        replaced_at=max(at, document.uploaded_at)
    )
    document.state = Document.State.ACCEPTED
    document.save(update_fields=["state"])
    Dossier.objects.filter(pk=dossier.pk).update(revision=F("revision") + 1)
    record(
        verb="document.take",
        actor=actor,
        role=actor.kind,
        at=at,
        object_type="document",
        object_id=document.pk,
        slot=document.slot,
        digest=document.digest,
    )
    return document


def _refuse(document: Document, refusal: Refusal, report: dict[str, Any], at: datetime, **columns: Any) -> None:
    document.refusal_message = refusal.message[:LONGEST_REASON]
    _judge(
        document,
        state=Document.State.REFUSED,
        refusal_code=refusal.code,
        refusal_message=document.refusal_message,
        report=report,
        checked_at=at,
        **columns,
    )
    _record("document.refuse", document, at, reason=refusal.code)


def _columns(clean: Clean) -> dict[str, Any]:
    return {**asdict(clean), "page_keys": list(clean.page_keys)}


def _judge(document: Document, **columns: Any) -> None:
    if not Document.objects.filter(pk=document.pk, state=Document.State.RECEIVED).update(**columns):
        raise AlreadyJudged(str(document.pk))


def _record(verb: str, document: Document, at: datetime, **detail: str) -> None:
    """Nobody has done it but the machine."""
    record(
        verb=verb,
        actor=None,
        role=MACHINE,
        at=at,
        object_type="document",
        object_id=document.pk,
        slot=document.slot,
        **detail,
    )
