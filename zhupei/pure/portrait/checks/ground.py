"""The background: pure white around the person, no frame at the edge."""

from __future__ import annotations

import cv2
import numpy as np

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.regions import grown
from zhupei.pure.portrait.report import CheckResult, advised
from zhupei.pure.portrait.scene import Scene

Levels = np.ndarray
# A pixel the mask gives this much of the person (of 255) is not held to be background.
PERHAPS_PERSON = 64
# Pixels at the edge of the picture, one block of JPEG, that are the border's matter and not the ground's.
EDGE = 8


def background_white(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """Share of pure white, min(R, G, B), outside the person in the upper part of the picture.

    Passes with `white_share` of it equal to `white`. "Nearly white" (the same share at `nearly_white`) fails, too.
    Repair mends any ground behind a face. Without a face, what is measured is the outer frame above the shoulders.
    The level named is the one the darkest 1 % reaches, so that a single hair or the ringing of JPEG beside the head
    does not decide.
    """
    levels = _around_the_person(scene, limits) if scene.faces else _outer_frame(scene, limits)
    share = _share(levels, limits.white)
    if share >= limits.white_share:
        return CheckResult("background_white", _rounded(share), limits.white_share, "pass", True)
    darkest = int(np.quantile(levels, 1 - limits.white_share, method="lower"))
    nearly = _share(levels, limits.nearly_white) >= limits.white_share
    repairable = nearly or len(scene.faces) == 1
    words = f"背景不够白（最暗处 {darkest}，要求 {limits.white}）"
    advice = advised(words + ("，差一点就是纯白" if nearly else ""), "在纯色墙前重拍", repairable=repairable)
    return CheckResult("background_white", _rounded(share), limits.white_share, "fail", repairable, advice)


def border(scene: Scene, limits: PortraitLimits) -> CheckResult:
    """No frame around the picture: the outermost ring above the shoulders is at least nearly white."""
    ring = _horseshoe(_darkest(scene.pixels), limits.ring, limits.ring, limits)
    if scene.faces:
        person = cv2.resize(_person(scene, limits), (scene.width, scene.height), interpolation=cv2.INTER_NEAREST)
        ring = ring[_horseshoe(person, limits.ring, limits.ring, limits) == 0]
    share = _share(ring, limits.nearly_white)
    repairable = len(scene.faces) == 1
    if share >= limits.white_share:
        return CheckResult("border", _rounded(share), limits.white_share, "pass", repairable)
    words = f"照片边缘不是白色（有边框或背景色，最暗处 {ring.min()}）"
    advice = advised(words, "去掉边框", repairable=repairable)
    return CheckResult("border", _rounded(share), limits.white_share, "fail", repairable, advice)


def _around_the_person(scene: Scene, limits: PortraitLimits) -> Levels:
    rows, columns = scene.sampled.shape[:2]
    edge = -(-EDGE // scene.step)
    upper = slice(edge, round(rows * limits.ground_above)), slice(edge, columns - edge)
    return _darkest(scene.sampled[upper])[_person(scene, limits)[upper] == 0]


def _person(scene: Scene, limits: PortraitLimits) -> np.ndarray:
    """1 where the person may be: the mask with its holes filled, and a margin for hair."""
    sure = (scene.person >= PERHAPS_PERSON).astype(np.uint8)
    outlines, _ = cv2.findContours(sure, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(sure, outlines, -1, 1, cv2.FILLED)
    return grown(sure > 0, sure.shape[0] * limits.person_margin).astype(np.uint8)


def _outer_frame(scene: Scene, limits: PortraitLimits) -> Levels:
    darkest = _darkest(scene.sampled)
    rows, columns = darkest.shape
    top = max(limits.ring, round(rows * limits.top_band))
    side = max(limits.ring, round(columns * limits.side_band))
    return _horseshoe(darkest, top, side, limits)


def _darkest(pixels: np.ndarray) -> Levels:
    """min(R, G, B). np.minimum twice is several times faster than min(axis=2) on interleaved pixels."""
    return np.minimum(np.minimum(pixels[..., 0], pixels[..., 1]), pixels[..., 2])


def _horseshoe(levels: Levels, top: int, side: int, limits: PortraitLimits) -> Levels:
    """The levels of a top strip and of two side strips that end at the shoulder line, as one row."""
    rows, columns = levels.shape
    upper = levels[: max(top, round(rows * limits.shoulder_line))]
    parts = upper[:top], upper[top:, :side], upper[top:, max(side, columns - side) :]
    return np.concatenate([part.ravel() for part in parts])


def _share(levels: Levels, least: int) -> float:
    """Of a ground that shows nowhere, nothing is wrong."""
    return float(np.count_nonzero(levels >= least) / levels.size) if levels.size else 1.0


def _rounded(share: float) -> float:
    """Down to four places, so that a printed value never claims a threshold it has not reached."""
    return int(share * 10_000) / 10_000
