"""What the intake of an uploaded file is asked and what it answers.

Plain frozen values without any decoder behind them, so that the web process may import them for nothing.
Sizes are bytes (1 KB = 1024), lengths are pixels. Source of the limits: domain section 5, imaging.md "Safety
and cost".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zhupei.pure.scans.document_check import DocumentReport
    from zhupei.pure.scans.likeness import Likeness

Kind = Literal["image", "document", "portrait"]
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class UploadLimits:
    """What an upload may be. All of it is settings; the defaults are those of domain section 5.

    `fit_bytes` is for portraits: an upload whose size already lies in this range, and every converted one,
    is re-encoded so that the stored file lies in it too, whatever its dropped metadata weighed.
    """

    min_bytes: int = 1
    max_bytes: int = 10 * MEGABYTE
    min_width: int = 1
    min_height: int = 1
    max_pixels: int = 40_000_000
    max_pages: int = 20
    max_side: int = 3000
    page_dpi: int = 150
    page_side: int = 1800
    thumbnail_side: int = 240
    fit_bytes: tuple[int, int] | None = None


@dataclass(frozen=True)
class IntakeFinding:
    """Something the intake did to the file or noticed in it; never a reason to refuse."""

    code: str
    message: str


# Findings by what they mean for whoever compares the file with what he sees; every other one is a remark.
REMOVED = frozenset({"scripts_removed", "actions_removed", "attachments_removed"})
NOT_SHOWN = frozenset(
    {
        "fonts_missing",
        "fonts_replaced",
        "layers_hidden",
        "layers_uncertain",
        "notes_hidden",
        "notes_not_shown",
        "print_only",
    }
)


@dataclass(frozen=True)
class Accepted:
    """A clean, re-encoded file. Images and portraits are always JPEG; `pages` is filled for PDF only.

    `width` and `height` are those of the image, or of the first page's picture.
    """

    content: bytes
    media_type: Literal["image/jpeg", "application/pdf"]
    name: str
    width: int
    height: int
    thumbnail: bytes
    pages: tuple[bytes, ...] = ()
    findings: tuple[IntakeFinding, ...] = ()

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """What a reviewer sees, page by page."""
        return self.pages or (self.content,)

    def told(self, codes: frozenset[str]) -> list[str]:
        """The sentences of the findings with these codes."""
        return [finding.message for finding in self.findings if finding.code in codes]


@dataclass(frozen=True)
class Turned:
    """A picture brought upright: clean JPEG, thumbnail, pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Inspection:
    """What was seen on a document; `turned` when the picture lay wrong."""

    report: DocumentReport
    likeness: Likeness | None
    turned: Turned | None = None


@dataclass(frozen=True)
class Rejected:
    """A refusal: a stable code for tests and statistics, a Chinese sentence with the measured values."""

    code: str
    message: str


class Refuse(Exception):
    """Raised inside the intake; `accept` turns it into `Rejected`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.answer = Rejected(code, message)


def bytes_in_words(size: int) -> str:
    """`12.3 MB`, `93 KB`, `512 字节`: the unit a person sees in the file manager."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f}".removesuffix(".0") + " MB"
    if size >= 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size} 字节"


def pixels_in_words(pixels: int) -> str:
    """`4000 万像素`, `1.08 亿像素`."""
    if pixels >= 100_000_000:
        return f"{pixels / 100_000_000:.2f} 亿像素"
    if pixels >= 10_000:
        return f"{pixels // 10_000} 万像素"
    return f"{pixels} 像素"
