"""What the measurements of a picture mean: each check blocks, warns or is off, as the province has it (imaging.md)."""

from collections.abc import Iterable
from dataclasses import replace

from zhupei.accounts.models import User
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.cycles.strictness import BLOCK, OFF, WARN, strictness
from zhupei.dossiers.models import Document
from zhupei.dossiers.rules.thresholds import thresholds
from zhupei.kernel.refusals import Refusal
from zhupei.pure import dates
from zhupei.pure.identity import DocumentType
from zhupei.pure.portrait import PORTRAIT_CHECKS, CheckResult, PortraitReport
from zhupei.pure.scans.document_check import (
    READ_CHECKS,
    SEEN_CHECKS,
    CardText,
    DocumentKind,
    DocumentLimits,
    DocumentReport,
    compare,
)

CARDS: dict[str, DocumentKind] = {Document.Kind.ID_FRONT: "id-front", Document.Kind.ID_BACK: "id-back"}
# Of these no two people have the same: the back of an identity card and a letter of an employer look alike.
DISTINCT = (
    Document.Kind.ID_FRONT,
    Document.Kind.DIPLOMA,
    Document.Kind.DEGREE,
    Document.Kind.QUALIFICATION,
    Document.Kind.PRACTISING,
    Document.Kind.CET,
)
COMPARED = {
    "same": ("pass", ""),
    "different": ("warn", "身份证上的{}与账号不一致，请核对是否传错"),
    "unread": ("warn", "没有读出{}，请核对是否清晰、完整"),
}


def judged(measured: PortraitReport, round_: Round) -> PortraitReport:
    """The report as it counts in this round. What repair can do is offered or not, never advised."""
    return PortraitReport(tuple(_by_mode(measured.by_hand.checks, round_)))


def blocking(round_: Round) -> tuple[str, ...]:
    """The checks of a portrait that block in this round: what may stop a repair."""
    modes = strictness(round_.cycle_id)
    return tuple(name for name in PORTRAIT_CHECKS if modes[name] == BLOCK)


def portrait(judged: PortraitReport) -> Refusal | None:
    """`portrait:` and the first check that failed, with what to do about every one of them: where something cannot be
    mended, about that only, because the rest of the next picture will be.
    """
    failed = _failed(judged.checks)
    return _refusal("portrait", [each for each in failed if not each.repairable] or failed)


def repairable(judged: PortraitReport) -> bool:
    """Whether repair may mend everything that is wrong."""
    return all(each.repairable for each in _failed(judged.checks))


def reading_kind(kind: str, person: User) -> DocumentKind:
    """How a document is read. Only the resident identity card has words that the machine knows."""
    return CARDS[Document.Kind(kind)] if is_card(kind, person) else "certificate"


def is_card(kind: str, person: User) -> bool:
    """A side of a resident identity card."""
    return kind in CARDS and person.document_type == DocumentType.RESIDENT_ID


def document_limits(round_: Round) -> DocumentLimits:
    return thresholds(DocumentLimits, round_.cycle.scan_thresholds if round_.cycle_id else {}, round_)


def seen(report: DocumentReport, round_: Round) -> tuple[CheckResult, ...]:
    """What is seen at once, as it counts in this round."""
    return tuple(_by_mode((each for each in report.checks if each.name in SEEN_CHECKS), round_))


def read(report: DocumentReport, person: User, round_: Round) -> tuple[CheckResult, ...]:
    """What is read, and what a card says beside the account. Names no personal value."""
    checks = {each.name: each for each in report.checks if each.name in READ_CHECKS}
    if report.read is not None:
        checks |= {each.name: each for each in _compared(report.read, person, round_) if each.name in checks}
    return tuple(_by_mode(checks.values(), round_))


def reading_decides(round_: Round) -> bool:
    """Whether something that is read may block a document: then it is read before it counts."""
    modes = strictness(round_.cycle_id)
    return any(modes[name] == BLOCK for name in READ_CHECKS)


def document(checks: Iterable[CheckResult]) -> Refusal | None:
    return _refusal("document", checks)


def _compared(read: CardText, person: User, round_: Round) -> Iterable[CheckResult]:
    found = compare(read, number=person.document_number.plain(), name=person.name)
    for name, label, match in (("number", "号码", found.number), ("name", "姓名", found.name)):
        verdict, advice = COMPARED[match]
        yield CheckResult(name, match, "same", "pass" if verdict == "pass" else "fail", False, advice.format(label))
    exam = cycles.stage(round_, Stage.Kind.EXAM) if round_.cycle_id else None
    day = dates.local_day(exam.opens).isoformat() if exam else ""
    if read.valid_until and read.valid_until < day:
        advice = f"身份证有效期至 {read.valid_until}，早于考试日期 {day}，请及时换证"
        yield CheckResult("validity", "expires", "valid", "fail", False, advice)


def _by_mode(checks: Iterable[CheckResult], round_: Round) -> Iterable[CheckResult]:
    modes = strictness(round_.cycle_id)
    for each in checks:
        mode = modes[each.name]
        if mode != OFF:
            yield replace(each, verdict="warn") if mode == WARN and each.verdict == "fail" else each


def _refusal(what: str, checks: Iterable[CheckResult]) -> Refusal | None:
    failed = _failed(checks)
    return Refusal(f"{what}:{failed[0].name}", "；".join(each.advice for each in failed)) if failed else None


def _failed(checks: Iterable[CheckResult]) -> list[CheckResult]:
    return [each for each in checks if each.verdict == "fail"]
