"""Whether a document can be read at all: size, sharpness, light, glare, colour. No reading model is needed.

A check is a function `(pixels, DocumentLimits) -> Check`; pixels are rows × columns × RGB, upright. Measures:
imaging.md "Documents".
"""

from __future__ import annotations

import cv2
import numpy as np

from zhupei.pure.portrait.checks.light import reblur_ratio
from zhupei.pure.portrait.faces import find_upright
from zhupei.pure.portrait.report import Check, Verdict
from zhupei.pure.scans.reading.limits import DocumentLimits

# Sharpness and colour are measured at one size, whatever the camera.
MEASURED_SIDE = 1000
# Sharpness is that of the lines of text: of the tiles with most in them.
TILE, BUSIEST = 100, 0.3
# A page with a few lines has tiles without any: nothing in them is sharp or blurred.
BLANK = 3
# What differs from the picture's edge by this much belongs to the paper.
APART, LEAST_PAPER = 18, 0.2
# A dark picture's colours are judged as in light, as far as its noise allows.
USUAL_LUMA, MOST_LIGHT = 200, 4


def size(pixels: np.ndarray, limits: DocumentLimits) -> Check:
    longest = max(pixels.shape[:2])
    if longest >= limits.long_side:
        return Check("size", longest, limits.long_side, "pass")
    advice = f"图片长边只有 {longest} 像素，要求不少于 {limits.long_side}，请靠近一些重拍或上传原图"
    return Check("size", longest, limits.long_side, "fail", False, advice)


def blur(pixels: np.ndarray, limits: DocumentLimits) -> Check:
    """Re-blur ratio of the busiest tiles with something on them, the middle one of them; 0 without even one tile."""
    grey = cv2.medianBlur(cv2.cvtColor(_measured(pixels), cv2.COLOR_RGB2GRAY), 3)
    tiles = [
        grey[top : top + TILE, left : left + TILE]
        for top in range(0, grey.shape[0] - TILE // 2, TILE)
        for left in range(0, grey.shape[1] - TILE // 2, TILE)
    ]
    tiles.sort(key=lambda tile: -float(tile.std()))
    busiest = tiles[: max(1, round(len(tiles) * BUSIEST))]
    busiest = [tile for tile in busiest if tile.std() >= BLANK] or busiest
    value = float(np.median([reblur_ratio(tile) for tile in busiest])) if busiest else 0.0
    verdict: Verdict = "pass" if value >= limits.sharp else "warn" if value >= limits.blurred else "fail"
    advice = {"pass": "", "warn": "图片略有模糊，建议重拍得更清晰", "fail": "图片模糊，请对焦后重拍"}[verdict]
    return Check("blur", round(value, 3), limits.sharp, verdict, False, advice)


def dark(pixels: np.ndarray, limits: DocumentLimits) -> Check:
    """Mean luma of the paper."""
    luma = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    value = float(luma[paper(pixels)].mean())
    if value >= limits.dark:
        return Check("dark", round(value), limits.dark, "pass")
    return Check("dark", round(value), limits.dark, "fail", False, f"图片太暗（亮度 {value:.0f}），请在光线充足处重拍")


def glare(pixels: np.ndarray, limits: DocumentLimits) -> Check:
    """The largest white-out on the paper, as a share of it.

    White paper, as a scanner sees it, is no glare; nor is the white ground of a printed portrait.
    """
    inside = paper(pixels)
    value = _largest_white(pixels, inside, limits)
    if value > limits.glare:
        value = _largest_white(pixels, inside & ~_portraits(pixels), limits)
    if value <= limits.glare:
        return Check("glare", round(value, 3), limits.glare, "pass")
    advice = f"有反光（占 {value:.0%}），请避开灯光，换个角度重拍"
    return Check("glare", round(value, 3), limits.glare, "fail", False, advice)


def black_and_white(pixels: np.ndarray, limits: DocumentLimits) -> Check:
    """Share of pixels with a colour of their own, beside the tint and the dimness that the light gives everything."""
    levels = _measured(pixels).astype(np.float32)
    levels *= np.clip(USUAL_LUMA / max(float(np.median(levels)), 1.0), 1, MOST_LIGHT)
    lab = cv2.cvtColor(np.minimum(levels / 255, 1), cv2.COLOR_RGB2LAB)
    hue = lab[..., 1:].reshape(-1, 2)
    value = float((np.hypot(*(hue - np.median(hue, axis=0)).T) > limits.chroma).mean())
    verdict: Verdict = "pass" if value >= limits.colour else "warn" if value >= limits.grey else "fail"
    advice = {
        "pass": "",
        "warn": "图片颜色很淡，若是黑白复印件请改传原件照片",
        "fail": "图片没有颜色，像是黑白复印件，请上传原件的彩色照片或扫描件",
    }[verdict]
    return Check("black_and_white", round(value, 4), limits.colour, verdict, False, advice)


def paper(pixels: np.ndarray) -> np.ndarray:
    """Which pixels show the document: the largest piece unlike the edge of the picture, else all of it."""
    rows, columns = pixels.shape[:2]
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    unlike = np.abs(pixels.astype(np.int16) - np.median(edge, axis=0).astype(np.int16)).max(axis=2) > APART
    closed = cv2.morphologyEx(unlike.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    inside = np.zeros((rows, columns), np.uint8)
    if largest is None or cv2.contourArea(largest) < LEAST_PAPER * rows * columns:
        return inside == 0
    cv2.drawContours(inside, [cv2.convexHull(largest)], -1, 1, cv2.FILLED)
    return inside > 0


def _largest_white(pixels: np.ndarray, inside: np.ndarray, limits: DocumentLimits) -> float:
    darkest = pixels.min(axis=2)
    if not inside.any() or np.median(darkest[inside]) >= limits.paper_white:
        return 0.0
    blobs = ((darkest >= limits.glare_level) & inside).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(blobs)
    return float(stats[1:, cv2.CC_STAT_AREA].max() / inside.sum()) if count > 1 else 0.0


def _portraits(pixels: np.ndarray) -> np.ndarray:
    """Around every face of an upright picture: half as much again to the sides, and as much above and below."""
    around = np.zeros(pixels.shape[:2], bool)
    turns, faces = find_upright(pixels)
    for left, top, right, bottom in (face.box for face in faces if turns == 0):
        width, height = right - left, bottom - top
        rows = slice(max(0, round(top - height)), round(bottom + height))
        around[rows, max(0, round(left - width / 2)) : round(right + width / 2)] = True
    return around


def _measured(pixels: np.ndarray) -> np.ndarray:
    scale = MEASURED_SIDE / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
