"""The files of an application as the viewer shows them: one page after another, with what the machine found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhupei.desks.shared.addresses import url
from zhupei.dossiers.models import Document
from zhupei.pure.portrait.report import PORTRAIT_CHECKS, PortraitReport
from zhupei.pure.scans.results import bytes_in_words

Frozen = Mapping[str, Any]

SHARES = ("background_white", "border")
TONES = {"pass": "ok", "warn": "warn", "fail": "bad"}
NOTED = ("shrunk", "renamed", "scripts_removed", "actions_removed", "attachments_removed", "first_frame")


@dataclass(frozen=True)
class DocumentPage:
    """One picture in the viewer. `number` counts the pages of its file, 0 when there is only one."""

    url: str
    title: str
    number: int = 0
    thumbnail: str = ""


@dataclass(frozen=True)
class DocumentNote:
    tone: str
    text: str


@dataclass(frozen=True)
class ShownDocument:
    """One file. `former` is the file it replaced since the last return, `tag` says what is special about it, `original`
    is the address of what a repaired portrait was made from.
    """

    id: str
    slot: str
    kind: str
    title: str
    file: str
    pages: tuple[DocumentPage, ...]
    findings: tuple[DocumentNote, ...]
    about: str
    former: str = ""
    tag: str = ""
    measured: str = field(default="", repr=False)
    original: str = ""

    @property
    def noticed(self) -> list[DocumentNote]:
        """What wants the reviewer's eye; the rest is `passed`."""
        return [finding for finding in self.findings if finding.tone != "ok"]

    @property
    def passed(self) -> list[DocumentNote]:
        return [finding for finding in self.findings if finding.tone == "ok"]

    @property
    def first(self) -> str:
        return self.pages[0].url


def shown_document(
    document: Document, title: str, base_id: UUID, application_id: UUID, **special: str
) -> ShownDocument:
    """A file with its addresses on this desk."""
    address = [base_id, application_id, document.pk]
    count = len(document.page_keys)
    thumbnail = url("base:document_thumbnail", *address) if document.thumbnail_key else ""
    if count:
        pages = tuple(
            DocumentPage(
                url("base:document_page", *address, n),
                f"{title} {n} / {count}" if count > 1 else title,
                n if count > 1 else 0,
                thumbnail if n == 1 else "",
            )
            for n in range(1, count + 1)
        )
    else:
        pages = (DocumentPage(url("base:document", *address), title, 0, thumbnail),)
    return ShownDocument(
        id=str(document.pk),
        slot=document.slot,
        kind=document.kind,
        title=title,
        file=url("base:document", *address),
        pages=pages,
        findings=tuple(findings(document.report)),
        about=about(document),
        measured=measured(document.report),
        original=url("base:document", *address[:2], document.made_from_id) if document.made_from_id else "",
        **special,
    )


def about(document: Document) -> str:
    """`PDF · 3 页 · 1.2 MB`, `图片 · 1240×1754 像素 · 318 KB`."""
    size = bytes_in_words(document.size)
    if document.page_keys:
        return f"PDF · {len(document.page_keys)} 页 · {size}"
    return f"图片 · {document.width}×{document.height} 像素 · {size}"


def findings(report: Frozen) -> Iterable[DocumentNote]:
    """What was measured and noticed when the file was checked."""
    for check in _checks(report):
        name = PORTRAIT_CHECKS.get(check.name, check.name)
        unit = " KB" if check.name == "file" and isinstance(check.threshold, list) else ""
        words = f"{name} {_measure(check.name, check.value)}{unit}"
        words += f"（要求 {_measure(check.name, check.threshold)}{unit}）"
        yield DocumentNote(TONES[check.verdict], f"{words}：{check.advice}" if check.advice else words)
    for check in report.get("document", ()):
        if check["verdict"] != "pass":
            yield DocumentNote(TONES[check["verdict"]], check["advice"])
    for words in report.get("alike", ()):
        yield DocumentNote("bad", words)
    for note in report.get("findings", ()):
        yield DocumentNote("warn" if note["code"] in NOTED else "ok", note["message"])


def measured(report: Frozen) -> str:
    """The measurements in one line for the checklist: `背景纯白 100%，头部大小 0.67`."""
    return "，".join(
        f"{PORTRAIT_CHECKS.get(check.name, check.name)} {_measure(check.name, check.value)}"
        for check in _checks(report)
        if check.name != "file"
    )


def _checks(report: Frozen) -> tuple[Any, ...]:
    return PortraitReport.from_json(report["portrait"]).checks if report.get("portrait") else ()


def _measure(name: str, value: Any) -> str:
    if isinstance(value, list):
        return " 至 ".join(str(each) for each in value)
    if isinstance(value, float):
        return f"{round(value * 100)}%" if name in SHARES else f"{value:.2f}"
    return str(value)
