"""The answer of a document check: the checks of imaging.md "Command line", and what was read of an identity card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from zhupei.pure.portrait.report import VERDICTS, Check, Verdict


DOCUMENT_CHECKS = (
    "size",
    "blur",
    "dark",
    "glare",
    "black_and_white",
    "orientation",
    "mirrored",
    "side",
    "number",
    "name",
    "issuer",
    "validity",
)


@dataclass(frozen=True)
class CardText:
    """What an identity card says; None where it could not be read with certainty.

    `number` has a right check digit and agrees with the printed birth date and sex. Dates as YYYY-MM-DD, `valid_until`
    also 长期. Personal: keep it sealed; the checks themselves name no value of it.
    """

    side: str | None = None
    number: str | None = None
    name: str | None = None
    issuer: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True)
class DocumentReport:
    """`turns`: quarter turns (counter-clockwise) that bring the picture upright; `read`: of identity cards only."""

    checks: tuple[Check, ...]
    turns: int = 0
    read: CardText | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst of the checks."""
        return max((check.verdict for check in self.checks), key=VERDICTS.index)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to tell the person, one sentence for each check that did not pass."""
        return tuple(check.advice for check in self.checks if check.advice)

    def as_json(self) -> dict[str, Any]:
        """`{"verdict": …, "checks": [...], "turns": …, "read": {...} or null}`."""
        read = None if self.read is None else asdict(self.read)
        checks = [asdict(check) for check in self.checks]
        return {"verdict": self.verdict, "checks": checks, "turns": self.turns, "read": read}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DocumentReport:
        """Rebuild from `as_json`. Raises KeyError, TypeError or ValueError on anything else."""
        checks = tuple(Check(**check) for check in data["checks"])
        if not checks or any(check.verdict not in VERDICTS for check in checks):
            raise ValueError("not a document report")
        return cls(checks, int(data["turns"]), None if data["read"] is None else CardText(**data["read"]))
