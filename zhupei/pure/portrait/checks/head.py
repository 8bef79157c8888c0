"""The head: how many, how large, where, how it is held, the eyes."""

from __future__ import annotations

from zhupei.pure.portrait.limits import PortraitLimits, Range
from zhupei.pure.portrait.report import CheckResult, Verdict, advised
from zhupei.pure.portrait.scene import Scene

QUARTER = 90


def face(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Exactly one face."""
    count = len(scene.faces)
    if count == 1:
        return CheckResult("face", 1, 1, "pass")
    advice = f"照片里有 {count} 张人脸，请上传单人照" if count else "没有找到人脸，请上传正面免冠照片"
    return CheckResult("face", count, 1, "fail", False, advice)


def head_height(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Crown to chin, as a share of the height."""
    value = scene.head / scene.height
    verdict = _within(value, limits.head_height, limits.head_height_warn)
    low, high = limits.head_height
    advice = ""
    if verdict != "pass":
        words = f"头部高度占 {value:.0%}，要求 {low:.0%} 至 {high:.0%}"
        remedy = f"离镜头{'近' if value < low else '远'}一些重拍"
        advice = advised(words, remedy, repairable=value < low)
    return CheckResult("head_height", round(value, 3), [low, high], verdict, True, advice)


def position(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """The face's axis in the middle, the crown near the top. Value and threshold are those of what is wrong."""
    axis, margin = scene.axis / scene.width, scene.crown / scene.height
    if not _inside(axis, limits.axis):
        side = "左" if axis < 0.5 else "右"
        advice = advised(f"头部偏{side}（中线在 {axis:.0%} 处，要求居中）", "居中重拍", repairable=True)
        return CheckResult("position", round(axis, 3), list(limits.axis), "fail", True, advice)
    if not _inside(margin, limits.crown_margin):
        low, high = limits.crown_margin
        fault = "头顶留白过少" if margin < low else "头顶留白过多"
        advice = advised(f"{fault}（{margin:.0%}，要求 {low:.0%} 至 {high:.0%}）", "重拍", repairable=True)
        return CheckResult("position", round(margin, 3), list(limits.crown_margin), "fail", True, advice)
    return CheckResult("position", round(axis, 3), list(limits.axis), "pass", True)


def upright(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Tilt of the eyes' line in degrees; a picture lying on its side counts its quarter turns."""
    roll = abs(scene.face.roll)
    if scene.turns:
        degrees = 180 if scene.turns == 2 else QUARTER
        return CheckResult(
            "upright", degrees, limits.roll, "fail", True, advised("照片方向不对", "转正后上传", repairable=True)
        )
    if roll <= limits.roll:
        return CheckResult("upright", round(roll, 1), limits.roll, "pass", True)
    repairable = roll <= limits.roll_repairable
    words = f"头部倾斜 {roll:.1f}°，要求不超过 {limits.roll:g}°"
    advice = advised(words, "摆正头部重拍", repairable=repairable)
    return CheckResult("upright", round(roll, 1), limits.roll, "fail", repairable, advice)


def frontal(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Degrees by which the face looks aside."""
    yaw = abs(scene.yaw)
    verdict = _at_most(yaw, limits.yaw, limits.yaw_warn)
    advice = "" if verdict == "pass" else f"脸部侧转 {yaw:.0f}°，要求不超过 {limits.yaw:g}°，请正对镜头重拍"
    return CheckResult("frontal", round(yaw, 1), limits.yaw, verdict, False, advice)


def eyes(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Height over width of the eyes' contours."""
    verdict = _at_least(scene.openness, limits.eyes_open, limits.eyes_closed)
    advice = {"pass": "", "warn": "眼睛睁得偏小，建议重拍", "fail": "眼睛是闭着的，请睁眼重拍"}[verdict]
    return CheckResult("eyes", round(scene.openness, 3), limits.eyes_open, verdict, False, advice)


def face_resolution(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Crown to chin in pixels of the file."""
    value = round(scene.head)
    verdict = _at_least(value, limits.head_pixels, limits.head_pixels_least)
    advice = "" if verdict == "pass" else f"头部只有 {value} 像素高，要求不少于 {limits.head_pixels}，请用更清晰的原图"
    return CheckResult("face_resolution", value, limits.head_pixels, verdict, False, advice)


def _inside(value: float, bounds: Range) -> bool:
    return bounds[0] <= value <= bounds[1]


def _within(value: float, passing: Range, warning: Range) -> Verdict:
    if _inside(value, passing):
        return "pass"
    return "warn" if _inside(value, warning) else "fail"


def _at_most(value: float, passing: float, warning: float) -> Verdict:
    return "pass" if value <= passing else "warn" if value <= warning else "fail"


def _at_least(value: float, passing: float, warning: float) -> Verdict:
    return "pass" if value >= passing else "warn" if value >= warning else "fail"
