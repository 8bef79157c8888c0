"""`repair`: a portrait as the rule wants it, or why that cannot be done. Source: imaging.md "Portrait: repair".

The answer is a proposal: the page shows before and after, the applicant confirms, the original is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from zhupei.pure.portrait.encode import encode_white
from zhupei.pure.portrait.frame import framed, without_border
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.loss import loss
from zhupei.pure.portrait.matte import Cut, cut_out
from zhupei.pure.portrait.photograph import photograph
from zhupei.pure.portrait.report import PORTRAIT_CHECKS, CheckResult, PortraitReport, Repair
from zhupei.pure.portrait.scene import Scene
from zhupei.pure.portrait.verify import examined, verify

MISSING = 0.02
TRANSLUCENT = 0.065
RESIDUAL = 0.20
AGAIN = "在纯色墙前重拍"
ALIKE = "衣服或头发与背景颜色太接近，肩部等处会被裁掉，请换一面颜色不同的墙（如浅蓝色）重拍"
UNFOUND = f"裁剪后认不出人脸，请{AGAIN}"


def repair(data: bytes, limits: PortraitLimits, *, blocking: Collection[str] = tuple(PORTRAIT_CHECKS)) -> Repair:
    """JPEG, PNG or HEIC in; pure and deterministic. Strangers' bytes belong into `scans.child.Decoder.repair`.

    `blocking`: the checks that stop a repair, before and after; what else fails is let pass. Without exactly one face
    there is nothing to repair, whatever may pass.
    """
    before, scene = examined(photograph(data, limits), limits)
    if scene is None:
        return Repair(None, before, before.advice)
    beyond = _advice(check for check in _failed(before, {*blocking, "face"}) if not check.repairable)
    if beyond:
        return Repair(None, before, beyond)
    if any(check.name == "border" and check.verdict == "fail" for check in before.checks):
        scene = Scene(without_border(scene.pixels))
        if len(scene.faces) != 1:
            return Repair(None, before, (UNFOUND,))
    frame = framed(scene, MISSING)
    if frame.missing > MISSING:
        return Repair(None, before, (f"头部四周画面不够（缺 {frame.missing:.0%}），请离镜头远一些，{AGAIN}",))
    target = Scene(frame.pixels)
    if len(target.faces) != 1:
        return Repair(None, before, (UNFOUND,))
    cut = cut_out(target.pixels, target.person, target.certain)
    if not _clean(cut):
        return Repair(None, before, (f"背景太杂，抠不干净，请{AGAIN}",))
    if not loss(target, cut.alpha).bearable:
        return Repair(None, before, (ALIKE,))
    content = encode_white(cut.pixels, cut.far, limits)
    if content is None:
        return Repair(None, before, (f"修复后的照片不合要求，请{AGAIN}",))
    after = verify(content, limits)
    left = _advice(_failed(after, blocking))
    return Repair(None, before, left) if left else Repair(content, after)


def _failed(report: PortraitReport, names: Collection[str]) -> Iterator[CheckResult]:
    return (check for check in report.checks if check.verdict == "fail" and check.name in names)


def _advice(checks: Iterable[CheckResult]) -> tuple[str, ...]:
    """What the person has to do about each, once."""
    return tuple(dict.fromkeys(check.by_hand.advice for check in checks))


def _clean(cut: Cut) -> bool:
    return cut.translucent <= TRANSLUCENT and cut.residual <= RESIDUAL
