"""`repair`: a portrait as the rule wants it, or why that cannot be done. Source: imaging.md "Portrait: repair".

The answer is a proposal: the page shows before and after, the applicant confirms, the original is kept.
"""

from __future__ import annotations

from zhupei.pure.portrait.encode import encode_white
from zhupei.pure.portrait.frame import framed, without_border
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.matte import Cut, cut_out
from zhupei.pure.portrait.photograph import original
from zhupei.pure.portrait.report import PortraitReport, Repair
from zhupei.pure.portrait.scene import Scene
from zhupei.pure.portrait.verify import examined, verify

MISSING = 0.02
TRANSLUCENT = 0.065
RESIDUAL = 0.20
AGAIN = "请在纯色墙前重拍"
UNFOUND = f"裁剪后认不出人脸，{AGAIN}"


def repair(data: bytes, limits: PortraitLimits) -> Repair:
    """JPEG, PNG or HEIC in; pure and deterministic. Strangers' bytes belong into `scans.child.Decoder.repair`."""
    before, scene = examined(original(data, limits), limits)
    if scene is None:
        return Repair(None, before, before.advice)
    beyond = _beyond_repair(before)
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
        return Repair(None, before, (f"背景太杂，抠不干净，{AGAIN}",))
    content = encode_white(cut.pixels, cut.far, limits)
    after = verify(content, limits) if content else before
    if content is None or after.verdict == "fail":
        return Repair(None, before, (*after.advice, AGAIN))
    return Repair(content, after)


def _beyond_repair(report: PortraitReport) -> tuple[str, ...]:
    """Advice of what no cutting and whitening mends: other people, closed eyes, blur, bad light, too few pixels."""
    failed = [check for check in report.checks if check.verdict == "fail" and not check.repairable]
    return tuple(check.advice for check in failed)


def _clean(cut: Cut) -> bool:
    return cut.translucent <= TRANSLUCENT and cut.residual <= RESIDUAL
