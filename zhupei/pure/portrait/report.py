"""The answer of a check of a portrait or a document: the stable contract of imaging.md "Command line"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

Verdict = Literal["pass", "warn", "fail"]
Measure = float | int | str | list[int] | list[float]
# Every check in its order, with its name for people.
PORTRAIT_CHECKS = {
    "file": "文件格式与大小",
    "face": "单人照",
    "head_height": "头部大小",
    "position": "头部位置",
    "upright": "头部端正",
    "frontal": "正对镜头",
    "eyes": "眼睛睁开",
    "sharp": "照片清晰",
    "background_white": "背景纯白",
    "border": "没有边框",
    "exposure": "面部光线",
    "face_resolution": "头部像素",
}
REPAIRABLE = "可自动修复，或"
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class CheckResult:
    """One thing measured: its value, the threshold it is held to, and what the person can do about it.

    `advice` is empty on a pass. `repairable`: repair of the picture can mend it.
    """

    name: str
    value: Measure
    threshold: Measure
    verdict: Verdict
    repairable: bool = False
    advice: str = ""

    @property
    def by_hand(self) -> CheckResult:
        """The same where no repair is at hand: its advice says only what the person has to do."""
        return replace(self, advice=self.advice.replace(REPAIRABLE, "请"))


def advised(fault: str, remedy: str, *, repairable: bool) -> str:
    """Advice of a fault that repair may mend, in Chinese. `remedy`: what the person can do, a verb first."""
    return f"{fault}，{REPAIRABLE if repairable else '请'}{remedy}"


@dataclass(frozen=True)
class PictureReport:
    """All checks made, in order. A check that could not be made is absent, never assumed."""

    checks: tuple[CheckResult, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the checks; without any nothing is wrong."""
        return max((check.verdict for check in self.checks), key=VERDICTS.index, default="pass")

    @property
    def advice(self) -> tuple[str, ...]:
        """What to tell the person, one sentence for each check that did not pass."""
        return tuple(check.advice for check in self.checks if check.advice)

    def as_json(self) -> dict[str, Any]:
        """`{"verdict": …, "checks": [{"name": …, "value": …, …}]}`."""
        return {"verdict": self.verdict, "checks": [asdict(check) for check in self.checks]}


@dataclass(frozen=True)
class PortraitReport(PictureReport):
    """Of a portrait."""

    @property
    def unread(self) -> bool:
        """Nothing but the file could be judged: it is no picture, damaged, or has more pixels than are opened."""
        return all(check.name == "file" for check in self.checks)

    @property
    def by_hand(self) -> PortraitReport:
        """With the advice of `CheckResult.by_hand`."""
        return PortraitReport(tuple(check.by_hand for check in self.checks))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PortraitReport:
        """Rebuild from `as_json`. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(checks_of(data))


def checks_of(data: Mapping[str, Any]) -> tuple[CheckResult, ...]:
    """The checks of a report's JSON. Raises KeyError, TypeError or ValueError on anything else."""
    checks = tuple(CheckResult(**check) for check in data["checks"])
    if not checks or any(check.verdict not in VERDICTS for check in checks):
        raise ValueError("not a report")
    return checks


@dataclass(frozen=True)
class Repair:
    """`content`: the repaired JPEG, None when refused; `reasons`: why, in Chinese; `report`: on `content`, or on the
    original when refused. A file that cannot be opened has no checks but `file`.
    """

    content: bytes | None
    report: PortraitReport
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report's keys, `repaired` and `reasons`; a refusal is a fail."""
        repaired = self.content is not None
        verdict = self.report.verdict if repaired else "fail"
        return {**self.report.as_json(), "verdict": verdict, "repaired": repaired, "reasons": list(self.reasons)}
