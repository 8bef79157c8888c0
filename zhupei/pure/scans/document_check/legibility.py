"""Whether a document can be read at all: size, sharpness, light, glare, colour. No reading model is needed.

A check is a function `(DocumentPicture, DocumentLimits) -> CheckResult`. Measures: imaging.md "Documents".
"""

from __future__ import annotations

import cv2
import numpy as np

from zhupei.pure.portrait.checks.light import reblur_ratio
from zhupei.pure.portrait.faces import find_upright
from zhupei.pure.portrait.report import CheckResult, Verdict
from zhupei.pure.scans.document_check.limits import DocumentLimits
from zhupei.pure.scans.document_check.picture import DocumentPicture, median_level

# Sharpness is that of the lines of text: of the tiles with most in them.
TILE, BUSIEST = 100, 0.3
# A page with a few lines has tiles without any: nothing in them is sharp or blurred.
BLANK = 3
# A dark picture's colours are judged as in light, as far as its noise allows.
USUAL_LUMA, MOST_LIGHT = 200, 4


def size(sheet: DocumentPicture, limits: DocumentLimits) -> CheckResult:
    longest = max(sheet.pixels.shape[:2])
    if longest >= limits.long_side:
        return CheckResult("size", longest, limits.long_side, "pass")
    advice = f"图片长边只有 {longest} 像素，要求不少于 {limits.long_side}，请靠近一些重拍或上传原图"
    return CheckResult("size", longest, limits.long_side, "fail", False, advice)


def blur(sheet: DocumentPicture, limits: DocumentLimits) -> CheckResult:
    """Re-blur ratio of the busiest tiles with something on them, the middle one of them; 0 without even one tile."""
    grey = cv2.medianBlur(cv2.cvtColor(sheet.measured, cv2.COLOR_RGB2GRAY), 3)
    tiles = [
        grey[top : top + TILE, left : left + TILE]
        for top in range(0, grey.shape[0] - TILE // 2, TILE)
        for left in range(0, grey.shape[1] - TILE // 2, TILE)
    ]
    busy = sorted(((_deviation(tile), tile) for tile in tiles), key=lambda each: -each[0])
    busiest = busy[: max(1, round(len(busy) * BUSIEST))]
    busiest = [each for each in busiest if each[0] >= BLANK] or busiest
    value = float(np.median([reblur_ratio(tile) for _, tile in busiest])) if busiest else 0.0
    verdict: Verdict = "pass" if value >= limits.sharp else "warn" if value >= limits.blurred else "fail"
    advice = {"pass": "", "warn": "图片略有模糊，建议重拍得更清晰", "fail": "图片模糊，请对焦后重拍"}[verdict]
    return CheckResult("blur", round(value, 3), limits.sharp, verdict, False, advice)


def dark(sheet: DocumentPicture, limits: DocumentLimits) -> CheckResult:
    """Mean luma of the paper."""
    value = cv2.mean(cv2.cvtColor(sheet.pixels, cv2.COLOR_RGB2GRAY), sheet.paper)[0]
    if value >= limits.dark:
        return CheckResult("dark", round(value), limits.dark, "pass")
    return CheckResult(
        "dark", round(value), limits.dark, "fail", False, f"图片太暗（亮度 {value:.0f}），请在光线充足处重拍"
    )


def glare(sheet: DocumentPicture, limits: DocumentLimits) -> CheckResult:
    """The largest white-out on the paper, as a share of it.

    White paper, as a scanner sees it, is no glare; nor is the white ground of a printed portrait.
    """
    value = _largest_white(sheet.darkest, sheet.paper, limits)
    if value > limits.glare:
        value = _largest_white(sheet.darkest, _without_portraits(sheet), limits)
    if value <= limits.glare:
        return CheckResult("glare", round(value, 3), limits.glare, "pass")
    advice = f"有反光（占 {value:.0%}），请避开灯光，换个角度重拍"
    return CheckResult("glare", round(value, 3), limits.glare, "fail", False, advice)


def black_and_white(sheet: DocumentPicture, limits: DocumentLimits) -> CheckResult:
    """Share of pixels with a colour of their own, beside the tint and the dimness that the light gives everything."""
    light = np.clip(USUAL_LUMA / max(median_level(sheet.measured.reshape(-1)), 1.0), 1, MOST_LIGHT)
    lit = np.minimum(np.arange(256, dtype=np.float32) * np.float32(light) / 255, 1)
    lab = cv2.cvtColor(cv2.LUT(sheet.measured, lit), cv2.COLOR_RGB2LAB)
    red, blue = (cv2.extractChannel(lab, channel) for channel in (1, 2))
    tint = cv2.magnitude(red - np.median(red), blue - np.median(blue))
    value = float(np.count_nonzero(tint > limits.chroma) / tint.size)
    verdict: Verdict = "pass" if value >= limits.colour else "warn" if value >= limits.grey else "fail"
    advice = {
        "pass": "",
        "warn": "图片颜色很淡，若是黑白复印件请改传原件照片",
        "fail": "图片没有颜色，像是黑白复印件，请上传原件的彩色照片或扫描件",
    }[verdict]
    return CheckResult("black_and_white", round(value, 4), limits.colour, verdict, False, advice)


def _deviation(tile: np.ndarray) -> float:
    return float(cv2.meanStdDev(tile)[1][0, 0])


def _largest_white(darkest: np.ndarray, paper: np.ndarray, limits: DocumentLimits) -> float:
    """Its share of the paper; 0 where the paper itself is white, or none shows."""
    area = cv2.countNonZero(paper)
    if not area or median_level(darkest, paper) >= limits.paper_white:
        return 0.0
    white = cv2.inRange(darkest, limits.glare_level, 255) & paper
    left, top, width, height = cv2.boundingRect(white)
    if not width:
        return 0.0
    _, _, stats, _ = cv2.connectedComponentsWithStats(white[top : top + height, left : left + width])
    return float(stats[1:, cv2.CC_STAT_AREA].max() / area)


def _without_portraits(sheet: DocumentPicture) -> np.ndarray:
    """The paper without what lies around a face: half as much again to the sides, and as much above and below."""
    paper = sheet.paper.copy()
    turns, faces = find_upright(sheet.pixels)
    for left, top, right, bottom in (face.box for face in faces if turns == 0):
        width, height = right - left, bottom - top
        rows = slice(max(0, round(top - height)), round(bottom + height))
        paper[rows, max(0, round(left - width / 2)) : round(right + width / 2)] = 0
    return paper
