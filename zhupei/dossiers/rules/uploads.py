"""What an uploaded file may be: the limits of the round (domain section 10), in numbers and in words."""

from dataclasses import replace
from datetime import timedelta

from zhupei.cycles.models import Round
from zhupei.dossiers.models import Document
from zhupei.dossiers.queries import ImageConsent
from zhupei.dossiers.rules.thresholds import thresholds
from zhupei.kernel.refusals import Refusal
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.scans.intake import FORMATS, FORMATS_IN_WORDS
from zhupei.pure.scans.results import MEGABYTE, Kind, UploadLimits, bytes_in_words
from zhupei.pure.scans.sniff import describe, sniff

KILOBYTE = 1024
SMALLEST_SIDE = 100  # pixels: whatever it shows, nobody can read it
MOST_UPLOADS, UPLOADS_WINDOW = 60, timedelta(hours=1)
CONSENTED = (Document.Kind.PORTRAIT, Document.Kind.ID_FRONT, Document.Kind.ID_BACK)


def scan_kind(kind: str) -> Kind:
    return "portrait" if kind == Document.Kind.PORTRAIT else "document"


def intake_limits(kind: str, round_: Round) -> UploadLimits:
    """The limits of the decoder. A portrait is let in whatever its size, for the check tells what is wrong with it and
    repair makes it what it has to be; one that is converted is brought into the range.
    """
    largest = round_.document_max_mb * MEGABYTE
    if kind != Document.Kind.PORTRAIT:
        return UploadLimits(max_bytes=largest, min_width=SMALLEST_SIDE, min_height=SMALLEST_SIDE)
    return UploadLimits(
        max_bytes=largest, fit_bytes=(round_.portrait_min_kb * KILOBYTE, round_.portrait_max_kb * KILOBYTE)
    )


def portrait_limits(round_: Round) -> PortraitLimits:
    """Thresholds of the cycle, sizes of the round, else the defaults."""
    settings = round_.cycle.portrait_thresholds if round_.cycle_id else {}
    return replace(
        thresholds(PortraitLimits, settings, round_),
        min_bytes=round_.portrait_min_kb * KILOBYTE,
        max_bytes=round_.portrait_max_kb * KILOBYTE,
        min_width=round_.portrait_min_width,
        min_height=round_.portrait_min_height,
    )


def limits_in_words(kind: str, round_: Round) -> str:
    if kind == Document.Kind.PORTRAIT:
        return (
            f"jpg，{round_.portrait_min_kb} 至 {round_.portrait_max_kb} KB，"
            f"不小于 {round_.portrait_min_width}×{round_.portrait_min_height} 像素；"
            "手机照片可直接上传，系统会尝试修复"
        )
    return f"{FORMATS_IN_WORDS['document']}，不超过 {round_.document_max_mb} MB"


def upload(kind: str, size: int, head: bytes, round_: Round) -> Refusal | None:
    """Whether the file is worth storing, by its size and first bytes; everything else is the decoder's."""
    limits, scans = intake_limits(kind, round_), scan_kind(kind)
    if size == 0:
        return Refusal("file:empty", "文件是空的（0 字节），请重新选择文件。")
    if size > limits.max_bytes:
        words = f"文件 {bytes_in_words(size)}，要求不超过 {bytes_in_words(limits.max_bytes)}。"
        return Refusal("file:too-big", words)
    source = sniff(head)
    if source is None or source not in FORMATS[scans]:
        found = describe(head) if source is None else f"{source} 格式"
        return Refusal("file:type", f"文件内容是{found}，仅支持 {FORMATS_IN_WORDS[scans]} 格式。")
    return None


def consent(kind: str, consent: ImageConsent | None) -> Refusal | None:
    """Portrait and ID images need the separate consent first (quality.md, Data)."""
    if kind not in CONSENTED or (consent is not None and consent.given):
        return None
    if consent is None:
        return Refusal("consent:unpublished", "照片和证件的上传尚未开放，请联系技术支持。")
    return Refusal("consent:images", "上传照片和证件前，请先阅读并勾选同意。", remedy="不同意则无法完成报名。")


def pace(uploads: int) -> Refusal | None:
    """So that nobody fills the store: uploads of one person within the last hour."""
    if uploads < MOST_UPLOADS:
        return None
    return Refusal("upload:pace", f"一小时内最多上传 {MOST_UPLOADS} 个文件，请稍后再传。")
