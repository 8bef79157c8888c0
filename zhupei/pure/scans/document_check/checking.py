"""`check_document`: every check of one picture of a document. Source: imaging.md "Documents".

`glance` sees whether it can be read, `read_document` reads it: each measures what the other does not. A machine warns
and prefills, it never decides alone: what was not read, or has expired, is a warning. Failing are pictures nobody can
read, and the wrong side of a card.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
from PIL import Image

from zhupei.pure.portrait.report import CheckResult
from zhupei.pure.scans.document_check import legibility
from zhupei.pure.scans.document_check.id_card import LONG_TERM, read_card
from zhupei.pure.scans.document_check.limits import DocumentKind, DocumentLimits
from zhupei.pure.scans.document_check.models import (
    FINE,
    TextLine,
    find_lines,
    find_lines_of_card,
    page_turns,
    read_line,
    read_lines,
)
from zhupei.pure.scans.document_check.picture import DocumentPicture
from zhupei.pure.scans.document_check.report import CardText, DocumentReport

LEGIBILITY = (
    legibility.size,
    legibility.blur,
    legibility.dark,
    legibility.glare,
    legibility.black_and_white,
)
SIDES = {"id-front": "front", "id-back": "back"}
# One page with both sides serves for either.
BOTH = "both"
SIDE_NAMES = {"front": "人像面", "back": "国徽面"}
# The other way round must be read that much better before it counts, and a mirrored one well.
CLEARLY = 0.05
# Without a word of a card in it, a picture may still lie wrong: these turns are tried.
OTHER_TURNS = (2, 1, 3)
# Of letters in the mirror it is hard to tell which way up they stand: both are tried.
MIRRORED_TURNS = (0, 2)
# So many characters, read by that much better than is asked for, stand for a whole page. They are looked for in a copy
# of that side; lines longer than that, in heights, cost most and come last; after so many lines nothing will convince.
ENOUGH, SURELY, SAMPLED, LONG, MOST_LINES = 24, 0.04, 384, 12.0, 8
# Digits and Latin letters look too much alike in the mirror: a line tells by that share of Chinese characters.
CHINESE = 0.75


@dataclass(frozen=True)
class _Reading:
    """Lines of the picture turned `turns` quarters, and then held against a mirror when `mirrored`."""

    lines: Sequence[TextLine]
    turns: int
    mirrored: bool = False

    @property
    def length(self) -> int:
        """In characters."""
        return sum(len(line.text) for line in self.lines)

    @property
    def score(self) -> float:
        """Mean certainty of the characters; 0 without any."""
        return sum(line.score * len(line.text) for line in self.lines) / self.length if self.lines else 0.0


def glance(image_bytes: bytes, limits: DocumentLimits) -> DocumentReport:
    """The checks that need no reading: whether it can be read at all, and which way up it lies. Quick, so that nobody
    waits for the rest.

    `image_bytes`: a clean picture, as `scans.intake` makes it of an upload (of a PDF: of a page). Raises ValueError or
    OSError for what is no picture.
    """
    pixels = _pixels(image_bytes)
    return _glance(pixels, page_turns(pixels), limits)


def read_document(
    image_bytes: bytes, kind: DocumentKind, limits: DocumentLimits, *, today: date, upright: bool
) -> DocumentReport:
    """The checks that need reading; the turns are those of the letters. `image_bytes` and errors: see `glance`. `today`
    decides whether a card has expired; `upright`: somebody has looked and turned it.
    """
    pixels = _pixels(image_bytes)
    return _read_document(pixels, 0 if upright else page_turns(pixels), kind, limits, today)


def check_document(image_bytes: bytes, kind: DocumentKind, limits: DocumentLimits, *, today: date) -> DocumentReport:
    """`glance` and `read_document` of one picture; who has read it knows best which way up it stands."""
    pixels = _pixels(image_bytes)
    read = _read_document(pixels, page_turns(pixels), kind, limits, today)
    seen = _glance(pixels, read.turns, limits)
    return DocumentReport(seen.checks + read.checks, read.turns, read.read)


def _glance(pixels: np.ndarray, turns: int, limits: DocumentLimits) -> DocumentReport:
    sheet = DocumentPicture(np.rot90(pixels, turns))
    return DocumentReport((*(check(sheet, limits) for check in LEGIBILITY), _orientation(turns)), turns)


def _read_document(
    pixels: np.ndarray, turns: int, kind: DocumentKind, limits: DocumentLimits, today: date
) -> DocumentReport:
    reading = _read(pixels, turns, limits, wanted=kind in SIDES)
    checks = [_mirrored(reading, limits)]
    if kind not in SIDES:
        return DocumentReport(tuple(checks), reading.turns)
    read = read_card(reading.lines)
    checks.append(_side(read, SIDES[kind]))
    if kind == "id-front":
        checks += _front(read)
    elif read.side in (SIDES[kind], BOTH):
        checks += _back(read, today)
    return DocumentReport(tuple(checks), reading.turns, read)


def _pixels(image_bytes: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(image_bytes), formats=("JPEG",)) as image:
        return np.asarray(image.convert("RGB"))


def _read(pixels: np.ndarray, turns: int, limits: DocumentLimits, *, wanted: bool) -> _Reading:
    """The lines the right way up: turned by `turns` if nothing speaks against it. `wanted`: a card is expected, and
    other turns are tried where none shows; of any other paper a few lines do when they are read well.
    """
    upright = np.rot90(pixels, turns)
    sample = [] if wanted else _sample(upright, limits)
    find = find_lines_of_card if wanted else partial(find_lines, side=FINE)
    best = _Reading(sample or read_lines(find(upright)), turns)
    if best.score >= limits.text_score and not (wanted and read_card(best.lines).side is None):
        return best
    others = [(turn, True) for turn in MIRRORED_TURNS] + [(turn, False) for turn in OTHER_TURNS if wanted]
    for turn, mirrored in others:
        turned = np.rot90(upright, turn)
        other = _Reading(read_lines(find(turned[:, ::-1] if mirrored else turned)), (turns + turn) % 4, mirrored)
        if other.score > best.score + CLEARLY and (other.score >= limits.text_score or not mirrored):
            best = other
        if best.score >= limits.text_score:
            break
    return best


def _sample(pixels: np.ndarray, limits: DocumentLimits) -> list[TextLine]:
    """The largest lines of Chinese, until enough has been read with more certainty than is asked for; else none."""
    places = find_lines(pixels, SAMPLED)
    places.sort(key=lambda place: (place.slimness > LONG, -place.picture.size))
    lines: list[TextLine] = []
    for place in places[:MOST_LINES]:
        if (line := read_line(place)) and _is_chinese(line.text):
            lines.append(line)
        sample = _Reading(lines, 0)
        if sample.length >= ENOUGH and sample.score >= limits.text_score + SURELY:
            return lines
    return []


def _is_chinese(text: str) -> bool:
    return sum("\u4e00" <= character <= "\u9fff" for character in text) >= CHINESE * len(text)


def _orientation(turns: int) -> CheckResult:
    degrees = turns * 90
    if not degrees:
        return CheckResult("orientation", 0, 0, "pass", True)
    return CheckResult("orientation", degrees, 0, "warn", True, "图片方向不对，已自动转正，请确认")


def _mirrored(reading: _Reading, limits: DocumentLimits) -> CheckResult:
    """Value: how sure the reader was of the characters."""
    value = round(reading.score, 3)
    if reading.mirrored:
        return CheckResult(
            "mirrored", value, limits.text_score, "fail", True, "图片左右颠倒（镜像），请用后置摄像头重拍"
        )
    return CheckResult("mirrored", value, limits.text_score, "pass", True)


def _side(read: CardText, wanted: str) -> CheckResult:
    if read.side in (wanted, BOTH):
        return CheckResult("side", read.side, wanted, "pass")
    if read.side is None:
        advice = f"没有认出身份证{SIDE_NAMES[wanted]}，请确认拍的是身份证，且完整、清晰"
        return CheckResult("side", "unknown", wanted, "warn", False, advice)
    advice = f"这是身份证{SIDE_NAMES[read.side]}，这里需要{SIDE_NAMES[wanted]}"
    return CheckResult("side", read.side, wanted, "fail", False, advice)


def _front(read: CardText) -> list[CheckResult]:
    """Of a card that shows no front both are unread, so that who wants a number gets none that was never looked for."""
    return [
        _was_read("number", read.number, "没有读出公民身份号码，请核对是否清晰、完整"),
        _was_read("name", read.name, "没有读出姓名，请核对是否清晰、完整"),
    ]


def _back(read: CardText, today: date) -> list[CheckResult]:
    validity = _was_read("validity", read.valid_until, "没有读出有效期限，请核对是否清晰、完整")
    if read.valid_until and read.valid_until != LONG_TERM and read.valid_until < today.isoformat():
        advice = f"身份证已于 {read.valid_until} 到期，请上传有效的身份证"
        validity = CheckResult("validity", "expired", "valid", "warn", False, advice)
    return [_was_read("issuer", read.issuer, "没有读出签发机关，请核对是否清晰、完整"), validity]


def _was_read(name: str, value: str | None, advice: str) -> CheckResult:
    """Names no personal value: those are in `DocumentReport.read` only."""
    if value:
        return CheckResult(name, "read", "read", "pass")
    return CheckResult(name, "unread", "read", "warn", False, advice)
