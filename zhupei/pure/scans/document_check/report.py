"""The answer of a document check: the checks of imaging.md "Command line", and what was read of an identity card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from zhupei.pure.portrait.report import PictureReport, checks_of

# Every check in its order, with its name for people.
SEEN_CHECKS = {
    "size": "图片大小",
    "blur": "图片清晰",
    "dark": "亮度",
    "glare": "反光",
    "black_and_white": "黑白复印件",
    "orientation": "图片方向",
}
READ_CHECKS = {
    "mirrored": "左右颠倒",
    "side": "身份证正反面",
    "number": "身份证号码",
    "name": "身份证姓名",
    "issuer": "签发机关",
    "validity": "有效期限",
}
DOCUMENT_CHECKS = SEEN_CHECKS | READ_CHECKS
# Which way up is mended by turning, and who issued a card is compared with nothing.
NEVER_FAIL = frozenset({"orientation", "issuer"})


@dataclass(frozen=True)
class CardText:
    """What an identity card says; None where it could not be read with certainty.

    `side` is front, back or both. `number` has a right check digit and agrees with the printed birth date and sex.
    Dates as YYYY-MM-DD, `valid_until` also 长期. `ethnicity` and `address` as printed, in one line. Personal: keep it
    sealed; checks name no value of it.
    """

    side: str | None = None
    number: str | None = None
    name: str | None = None
    issuer: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    ethnicity: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class DocumentReport(PictureReport):
    """`turns`: quarter turns (counter-clockwise) that bring the picture upright; `read`: of identity cards only."""

    turns: int = 0
    read: CardText | None = None

    def as_json(self) -> dict[str, Any]:
        """`{"verdict": …, "checks": [...], "turns": …, "read": {...} or null}`."""
        read = None if self.read is None else asdict(self.read)
        return {**super().as_json(), "turns": self.turns, "read": read}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DocumentReport:
        """Rebuild from `as_json`. Raises KeyError, TypeError or ValueError on anything else."""
        read = None if data["read"] is None else CardText(**data["read"])
        return cls(checks_of(data), int(data["turns"]), read)


# The front and the back of a card come on two pages at most.
MOST_CARD_PAGES = 2


def fitting(reports: Iterable[DocumentReport]) -> DocumentReport:
    """Of a card's pages, one after the other, the first that shows the side that was asked for; else the first of all.

    Raises ValueError without any. What is no card has no side: its first page counts.
    """
    first = None
    for report in reports:
        first = first or report
        sides = [check.verdict for check in report.checks if check.name == "side"]
        if not sides or sides == ["pass"]:
            return report
    if first is None:
        raise ValueError("no pages")
    return first
