"""Sharpness and light of the face, measured on it at 256 pixels."""

from __future__ import annotations

import cv2
import numpy as np

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import CheckResult, Verdict
from zhupei.pure.portrait.scene import Scene

WHITEST, BLACKEST = 254, 1


def sharp(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Share of the fine variation that another blur takes away: little is left to take from a blurred face."""
    value = reblur_ratio(cv2.cvtColor(scene.face_patch[0], cv2.COLOR_RGB2GRAY))
    verdict: Verdict = "pass" if value >= limits.sharp else "warn" if value >= limits.blurred else "fail"
    advice = {"pass": "", "warn": "照片略有模糊，建议换更清晰的原图", "fail": "照片模糊，请对焦后重拍"}[verdict]
    return CheckResult("sharp", round(value, 3), limits.sharp, verdict, False, advice)


def exposure(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Light of the face: mean, clipping, colour, both sides alike. Value and threshold of the first fault."""
    patch, inside = scene.face_patch
    luma = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY)
    mean = float(luma[inside].mean())
    low, high = limits.face_luma
    brightness = round(mean), [low, high]
    if mean < low:
        return CheckResult(
            "exposure", *brightness, "fail", False, f"面部太暗（亮度 {mean:.0f}，要求不低于 {low:g}），请补光重拍"
        )
    if mean > limits.face_luma_warn:
        return CheckResult(
            "exposure", *brightness, "fail", False, f"面部过亮（亮度 {mean:.0f}，要求不高于 {high:g}），请重拍"
        )
    clipped = float(((patch.min(axis=2) >= WHITEST) | (patch.max(axis=2) <= BLACKEST))[inside].mean())
    if clipped >= limits.clipped:
        advice = f"面部有 {clipped:.0%} 过曝或死黑，请调整光线重拍"
        return CheckResult("exposure", round(clipped, 3), limits.clipped, "fail", False, advice)
    chroma = _chroma(patch, inside)
    if chroma < limits.chroma:
        return CheckResult("exposure", round(chroma, 1), limits.chroma, "fail", False, "照片是黑白的，请上传彩色照片")
    middle = luma.shape[1] // 2
    left, right = luma[:, :middle][inside[:, :middle]], luma[:, middle:][inside[:, middle:]]
    uneven = max(left.mean() / right.mean(), right.mean() / left.mean())
    if uneven > limits.uneven:
        verdict: Verdict = "fail" if uneven > limits.uneven_fail else "warn"
        advice = "面部左右明暗相差较大，请用均匀的正面光"
        return CheckResult("exposure", round(float(uneven), 2), limits.uneven, verdict, False, advice)
    if mean > high:
        return CheckResult("exposure", *brightness, "warn", False, f"面部偏亮（亮度 {mean:.0f}，建议不高于 {high:g}）")
    return CheckResult("exposure", *brightness, "pass")


def reblur_ratio(grey: np.ndarray) -> float:
    """0 (blurred) to 1 (sharp), the lower of both directions; 9 taps as in Crété et al. 2007."""
    levels = grey.astype(np.float32)
    ratios = []
    for axis, kernel in ((0, (1, 9)), (1, (9, 1))):
        own = np.abs(np.diff(levels, axis=axis))
        again = np.abs(np.diff(cv2.blur(levels, kernel), axis=axis))
        ratios.append(float(np.maximum(own - again, 0).sum()) / max(float(own.sum()), 1e-6))
    return min(ratios)


def _chroma(patch: np.ndarray, inside: np.ndarray) -> float:
    lab = cv2.cvtColor(patch.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[inside]
    return float(np.hypot(lab[:, 1], lab[:, 2]).mean())
