"""`Decoder`: the child process that decodes pictures and PDF files (`pure.child`).

A child that crashes, answers nonsense or takes too long is killed and replaced; its file gets a refusal like any other.
Limits: imaging.md "Safety and cost" (700 MB), quality.md "Bad input" (5 s, of processor time).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from zhupei.pure.child.parent import LONG_PATIENCE, Answer, Child, Crashed, TooLong, TooMuchMemory
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import PORTRAIT_CHECKS, PortraitReport, Repair
from zhupei.pure.scans import intake
from zhupei.pure.scans.document_check import DocumentKind, DocumentLimits, DocumentReport
from zhupei.pure.scans.likeness import Likeness
from zhupei.pure.scans.results import (
    MEGABYTE,
    Accepted,
    Inspection,
    IntakeFinding,
    Kind,
    Rejected,
    Turned,
    UploadLimits,
)

WORKER = "zhupei.pure.scans.worker"
MEDIA_TYPES = ("image/jpeg", "application/pdf")
CRASHED = Rejected("crashed", "文件无法处理，请重新拍摄或另存后上传")
OUT_OF_MEMORY = Rejected("out_of_memory", "图片展开后占用内存过大，请缩小后重新上传")
SomeReport = TypeVar("SomeReport", PortraitReport, DocumentReport)


class Decoder(Child):
    """Takes in files in a child process. The limits are those of `Child`."""

    def __init__(
        self,
        *,
        memory: int = 700 * MEGABYTE,
        seconds: float = 5.0,
        start_seconds: float = 60.0,
        recycle_after: int = 2000,
    ) -> None:
        super().__init__(
            WORKER, memory=memory, seconds=seconds, start_seconds=start_seconds, recycle_after=recycle_after
        )

    def accept(self, data: bytes, *, declared_name: str, limits: UploadLimits, kind: Kind) -> Accepted | Rejected:
        """`intake.accept` inside the child; also answers `crashed`, `timeout` and `out_of_memory`."""
        if len(data) > limits.max_bytes:
            return intake.accept(data, declared_name=declared_name, limits=limits, kind=kind)
        request = {
            "operation": "accept",
            "name": declared_name[:1000],
            "kind": kind,
            "limits": asdict(limits),
        }
        answer = self._ask(request, data)
        if isinstance(answer, Rejected):
            return answer
        try:
            return _accepted(*answer)
        except (KeyError, TypeError, ValueError):
            return CRASHED

    def verify(self, data: bytes, limits: PortraitLimits, *, size: int | None = None) -> PortraitReport | Rejected:
        """`portrait.verify` inside the child; a refusal only when the child could not answer."""
        request = {"operation": "verify", "limits": asdict(limits), "size": size}
        return self._reported(PortraitReport, request, data)

    def repair(
        self, data: bytes, limits: PortraitLimits, *, blocking: Collection[str] = tuple(PORTRAIT_CHECKS)
    ) -> Repair | Rejected:
        """`portrait.repair` inside the child, which may take longer than other work."""
        request = {"operation": "repair", "limits": asdict(limits), "blocking": list(blocking)}
        answer = self._ask(request, data, patience=LONG_PATIENCE)
        if isinstance(answer, Rejected):
            return answer
        header, blobs = answer
        try:
            content = blobs[0] if header["repaired"] else None
            return Repair(content, PortraitReport.from_json(header["report"]), tuple(map(str, header["reasons"])))
        except (KeyError, IndexError, TypeError, ValueError):
            return CRASHED

    def inspect(self, data: bytes, limits: DocumentLimits) -> Inspection | Rejected:
        """`document_check.checking.glance` at a clean picture inside the child, and what it looks like."""
        request = {"operation": "inspect", "limits": asdict(limits), "thumbnail_side": UploadLimits.thumbnail_side}
        answer = self._ask(request, data)
        if isinstance(answer, Rejected):
            return answer
        try:
            return _inspection(*answer)
        except (KeyError, TypeError, ValueError):
            return CRASHED

    def read(
        self, data: bytes, kind: DocumentKind, limits: DocumentLimits, *, today: date, upright: bool
    ) -> DocumentReport | Rejected:
        """`document_check.checking.read_document` inside the child, which takes longer than other work."""
        request = {"operation": "read", "kind": kind, "limits": asdict(limits), "today": today.isoformat()}
        return self._reported(DocumentReport, request | {"upright": upright}, data, patience=LONG_PATIENCE)

    def check(
        self, data: bytes, kind: DocumentKind, limits: DocumentLimits, *, today: date
    ) -> DocumentReport | Rejected:
        """`document_check.checking.check_document` inside the child: what `inspect` sees and `read` reads."""
        request = {"operation": "check", "kind": kind, "limits": asdict(limits), "today": today.isoformat()}
        return self._reported(DocumentReport, request, data, patience=LONG_PATIENCE)

    def _reported(
        self, kind: type[SomeReport], request: dict[str, Any], data: bytes, *, patience: float = 1.0
    ) -> SomeReport | Rejected:
        """The report that the child gives, or that it could not answer."""
        answer = self._ask(request, data, patience=patience)
        if isinstance(answer, Rejected):
            return answer
        try:
            return kind.from_json(answer[0]["report"])
        except (KeyError, TypeError, ValueError):
            return CRASHED

    def _ask(self, request: dict[str, Any], data: bytes, *, patience: float = 1.0) -> Answer | Rejected:
        try:
            header, blobs = self.ask(request, data, patience=patience)
        except TooLong as late:
            return Rejected("timeout", f"文件处理超过 {late.seconds:g} 秒，请缩小或另存后重新上传")
        except TooMuchMemory:
            return OUT_OF_MEMORY
        except Crashed:
            return CRASHED
        return _refused(header) or (header, blobs)


def _refused(header: dict[str, Any]) -> Rejected | None:
    answer = header.get("rejected")
    if not isinstance(answer, dict):
        return None
    return Rejected(str(answer.get("code", "crashed")), str(answer.get("message", CRASHED.message)))


def _inspection(header: dict[str, Any], blobs: list[bytes]) -> Inspection:
    fine, *picture = blobs
    turned = None
    if picture:
        (content, thumbnail), (width, height) = picture, map(int, header["size"])
        turned = Turned(content, thumbnail, width, height)
    return Inspection(DocumentReport.from_json(header["report"]), Likeness(int(header["coarse"]), fine), turned)


def _accepted(header: dict[str, Any], blobs: list[bytes]) -> Accepted:
    """Rebuild the answer and hold the child to it: a tampered one raises instead of passing through."""
    fields = header["accepted"]
    content, thumbnail, *pages = blobs
    if fields["media_type"] not in MEDIA_TYPES:
        raise ValueError(fields["media_type"])
    return Accepted(
        content=content,
        media_type=fields["media_type"],
        name=str(fields["name"]),
        width=int(fields["width"]),
        height=int(fields["height"]),
        thumbnail=thumbnail,
        pages=tuple(pages),
        findings=tuple(IntakeFinding(str(note["code"]), str(note["message"])) for note in fields["findings"]),
    )
