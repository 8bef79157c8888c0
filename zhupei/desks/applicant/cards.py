"""What the upload card of one document shows: state, picture, measured reasons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zhupei.cycles.models import Round
from zhupei.desks.shared.addresses import url
from zhupei.dossiers import rules
from zhupei.dossiers.models import Document
from zhupei.dossiers.queries import DossierData, ImageConsent
from zhupei.kernel.refusals import Refusal

ACCEPT = {Document.Kind.PORTRAIT: ".jpg,.jpeg,.png,.heic,image/jpeg,image/png,image/heic"}
ANY_ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,application/pdf,image/*"
KEPT = "在新文件通过检查之前，原来的文件仍然有效"
UNTAKEN = "还没有更换：点“使用修复后的照片”才生效，现在用的仍是原来的照片"
READING, LATER = "正在核对证件上的文字…", "证件上的文字稍后核对"
# A page waits that long for the words on a card: when many upload, reading comes later.
WORTH_WAITING = timedelta(minutes=2)


@dataclass(frozen=True)
class Reason:
    tone: str
    text: str


@dataclass(frozen=True)
class Card:
    """`fault` is why the last choice of a file was not even kept; `locked` why none may be chosen now; `returned` what
    the reviewer wants changed, until another file has been accepted.
    """

    demand: rules.Demanded
    document: Document | None
    attempt: Document | None
    round: Round
    locked: Refusal | None = None
    fault: Refusal | None = None
    returned: str = ""
    received_at: datetime | None = None
    unread: str = ""

    @property
    def corrected(self) -> bool:
        """Another file has been accepted since the submission that was returned."""
        return bool(self.document and self.received_at and self.document.uploaded_at > self.received_at)

    @property
    def pending(self) -> bool:
        return self.attempt is not None and self.attempt.state == Document.State.RECEIVED

    @property
    def refused(self) -> bool:
        return self.attempt is not None and self.attempt.state == Document.State.REFUSED

    @property
    def offered(self) -> Document | None:
        """What the machine has made of a refused portrait, for the person to compare and take."""
        return self.attempt if self.attempt is not None and self.attempt.state == Document.State.OFFERED else None

    @property
    def stage(self) -> str:
        """What the page waits for: it asks again as long as there is something."""
        return "checking" if self.pending else "reading" if self.unread == READING else ""

    @property
    def state(self) -> str:
        if self.offered:
            return "offered"
        if self.fault or self.refused:
            return "refused"
        if self.returned and not self.corrected:
            return "returned"
        if self.document is None:
            return "missing"
        return "hint" if any(reason.tone == "warn" for reason in self.reasons) else "accepted"

    @property
    def help(self) -> str:
        return f"{self.demand.help}。{rules.limits_in_words(self.demand.kind, self.round)}"

    @property
    def coached(self) -> bool:
        """A portrait is looked at in the browser already, and can be cut by hand."""
        return self.demand.kind == Document.Kind.PORTRAIT and self.locked is None

    @property
    def accept(self) -> str:
        return ACCEPT.get(Document.Kind(self.demand.kind), ANY_ACCEPT)

    @property
    def preview(self) -> str:
        return url("applicant:document_thumbnail", self.document.pk) if self.document else ""

    @property
    def url(self) -> str:
        return url("applicant:document_upload", self.demand.slot)

    @property
    def state_url(self) -> str:
        return url("applicant:document_state", self.demand.slot)

    @property
    def reasons(self) -> list[Reason]:
        """What belongs to the newest attempt: the file not even kept, else the refused one, else that in force. While
        one is being checked, the verdict on the one before would be taken for its own.
        """
        found: list[Reason] = []
        if self.fault:
            lead = "" if self.fault.code.startswith("offer:") else "没有上传："
            found.append(Reason("bad", f"{lead}{self.fault.words}"))
            if self.document:
                found.append(Reason("warn", UNTAKEN if self.offered else KEPT))
            return self._with_return(found)
        judged = self.attempt if self.refused else None if self.offered or self.pending else self.document
        if self.refused and self.attempt:
            found += _refused(self.attempt)
        if judged is not None:
            found += _measured(judged.report, self.unread)
        if self.document and (self.refused or self.pending or self.offered):
            found.append(Reason("warn", UNTAKEN if self.offered else KEPT))
        return self._with_return(found)

    @property
    def mended(self) -> list[Reason]:
        """What was wrong with the picture that the offered one was made from."""
        return _refused(self.offered.made_from) if self.offered and self.offered.made_from else []

    def _with_return(self, found: list[Reason]) -> list[Reason]:
        """The reviewer's words stand first; once followed they are history."""
        if not self.returned:
            return found
        if self.corrected:
            return [Reason("warn", f"退回原因：{self.returned}（已换成新文件，请到“招收查询”重新提交）"), *found]
        return [Reason("bad", f"退回原因：{self.returned}"), *found]


def _refused(document: Document) -> list[Reason]:
    return [Reason("bad", words) for words in document.refusal_message.split("；")]


def _measured(report: dict[str, Any], unread: str) -> list[Reason]:
    """`unread` as in `Card`."""
    checks = report.get("portrait", {}).get("checks", []) or report.get("document", [])
    passed = sum(check["verdict"] == "pass" for check in checks)
    words = f"{passed} 项检查全部通过" if passed == len(checks) else f"另有 {passed} 项检查通过"
    words = f"画面的 {passed} 项检查通过，{unread}" if unread else words
    warned = [Reason("warn", check["advice"]) for check in checks if check["verdict"] == "warn"]
    return (
        warned
        + [Reason("warn", finding["message"]) for finding in report.get("findings", [])]
        + ([Reason("ok", words)] if passed else [])
    )


def card(
    demand: rules.Demanded,
    data: DossierData,
    round_: Round,
    consent: ImageConsent | None,
    locked: Refusal | None,
    fault: Refusal | None = None,
    returned: str = "",
    received_at: datetime | None = None,
) -> Card:
    document = data.documents.get(demand.slot)
    return Card(
        demand=demand,
        document=document,
        attempt=data.attempts.get(demand.slot),
        round=round_,
        locked=locked or rules.consent(demand.kind, consent),
        fault=fault,
        returned=returned,
        received_at=received_at,
        unread=_unread(document, data) if document else "",
    )


def _unread(document: Document, data: DossierData) -> str:
    """What has still to be said of the words on a card; of other documents they matter little."""
    if document.read_at is not None or not rules.is_card(document.kind, data.person):
        return ""
    just_checked = document.checked_at and data.read_at and data.read_at - document.checked_at < WORTH_WAITING
    return READING if just_checked else LATER
