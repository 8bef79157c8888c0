"""Marks, whole numbers and dates from the text of a cell; never through floats, never shifted by a zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhupei.pure.sheets.faults import FaultKind

ABSENT = "缺考"
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_DAY = re.compile(r"([0-9]{4})(?:[-/.年])([0-9]{1,2})(?:[-/.月])([0-9]{1,2})日?(?: 00?:00(?::00)?)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"[0-9]{4,5}")
EPOCH = date(1899, 12, 30)  # of Excel's day numbers, its leap year 1900 included


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a text is no such value; the table makes a fault of it."""

    kind: FaultKind
    what: str
    expected: str


def mark(text: str, *, decimals: int, highest: Decimal, lowest: Decimal = Decimal(0)) -> Decimal | Wrong:
    """A mark in points. `87.50` has one decimal: zeros at its end do not count."""
    between = f"{lowest} 至 {highest}，最多 {decimals} 位小数" if decimals else f"{lowest} 至 {highest} 的整数"
    if "%" in text:
        return Wrong(FaultKind.PERCENT, "成绩写成了百分数", between)
    if not _NUMBER.fullmatch(text):
        what = "数字里有逗号" if "," in text or "，" in text else "不是数字" if text else "没有填写"
        return Wrong(FaultKind.NOT_A_NUMBER, what, between)
    value = Decimal(text)
    if not lowest <= value <= highest:
        return Wrong(FaultKind.OUT_OF_RANGE, f"超出范围（{lowest} 至 {highest}）", between)
    places = len(text.partition(".")[2].rstrip("0"))
    if places > decimals:
        return Wrong(FaultKind.DECIMALS, f"有 {places} 位小数" if decimals else "不是整数", between)
    return value


def absence(text: str, absent: bool) -> Wrong | None:
    """Somebody who was absent has no mark, and a mark is no absence."""
    if absent and text and text != ABSENT:
        return Wrong(FaultKind.ABSENT_WITH_MARK, "写了缺考，又有成绩", "缺考的不填成绩；参加了考试的不写缺考")
    return None


def whole(text: str, *, highest: int, lowest: int = 0) -> int | Wrong:
    found = mark(text, decimals=0, highest=Decimal(highest), lowest=Decimal(lowest))
    return found if isinstance(found, Wrong) else int(found)


def day(text: str) -> date | None:
    """An ISO date, the usual Chinese spellings, or Excel's number of a day; None for anything else."""
    found = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
        if _SERIAL.fullmatch(text):
            return EPOCH + timedelta(days=int(text))
    except (ValueError, OverflowError):
        return None
    return None
