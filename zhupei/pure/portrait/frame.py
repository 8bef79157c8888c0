"""The target frame of a repair: one affine warp that levels the eyes, crops and centres.

Frame: 826 × 1052 pixels, crown to chin two thirds of the height, 8.5 % above the crown, face in the middle. When
the picture ends before that frame does, the head may be larger, higher or a little aside, as the rule allows.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from zhupei.pure.portrait.scene import Scene

WIDTH, HEIGHT = 826, 1052
# Head and margin above it in shares of the height, face beside the middle in shares of the width; as wished first.
LAYOUTS = tuple(
    (head, margin, aside)
    for aside in (0.0, -0.025, 0.025)
    for head in (2 / 3, 0.69, 0.71, 0.64, 0.62)
    for margin in (0.085, 0.07, 0.055, 0.11)
)
# A source much larger than the frame is reduced first, so that the warp does not skip pixels.
LARGEST_STEP = 2.0


# A line drawn around the picture: this thick at most, of one colour, this unlike what lies inside it.
THICKEST, EVEN, UNLIKE, RINGING = 0.03, 6.0, 25.0, 3


@dataclass(frozen=True)
class Framed:
    """`pixels`: 826 × 1052 × RGB; `inside`: which of them the source has; `missing`: share that it has not."""

    pixels: np.ndarray
    inside: np.ndarray
    missing: float


def without_border(pixels: np.ndarray) -> np.ndarray:
    """The picture inside a line drawn around it; the picture itself when there is none."""
    turned = pixels
    for _ in range(4):
        turned = np.rot90(turned[_thickness(turned) :])
    return np.ascontiguousarray(turned)


def _thickness(pixels: np.ndarray) -> int:
    """How many rows at the top belong to a border."""
    most = round(len(pixels) * THICKEST)
    lines = pixels[: most + 1].astype(np.float32)
    colours = np.median(lines, axis=1)
    for depth in range(1, len(lines)):
        if np.abs(lines[depth - 1] - colours[depth - 1]).mean() > EVEN:
            return 0
        if np.abs(colours[depth] - colours[0]).max() > UNLIKE:
            return depth + RINGING
    return 0


def framed(scene: Scene, allowed: float) -> Framed:
    """The first layout that misses no more than `allowed`, else the one that misses least."""
    choices = [(layout, _missing(scene, *layout)) for layout in LAYOUTS]
    layout, missing = next((each for each in choices if each[1] <= allowed), min(choices, key=lambda each: each[1]))
    pixels, matrix = scene.pixels, _matrix(scene, *layout)
    reduction = np.sqrt(abs(np.linalg.det(matrix[:, :2]))) * LARGEST_STEP
    if reduction < 1:
        pixels = cv2.resize(pixels, None, fx=reduction, fy=reduction, interpolation=cv2.INTER_AREA)
        matrix = np.column_stack([matrix[:, :2] / reduction, matrix[:, 2]])
    size = (WIDTH, HEIGHT)
    warped = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    whole = np.ones(pixels.shape[:2], np.uint8)
    return Framed(warped, cv2.warpAffine(whole, matrix, size, flags=cv2.INTER_NEAREST) > 0, missing)


def _matrix(scene: Scene, head: float, margin: float, aside: float) -> np.ndarray:
    """2 × 3, from places of the source to places of the frame."""
    turn = np.radians(-scene.face.roll)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = np.array([scene.axis, (scene.crown + scene.chin) / 2])
    scale = head * HEIGHT / scene.head
    target = np.array([WIDTH * (0.5 + aside), HEIGHT * (margin + head / 2)])
    return np.column_stack([turned * scale, target - turned @ centre * scale])


def _missing(scene: Scene, head: float, margin: float, aside: float) -> float:
    """Share of the frame that lies outside the source."""
    back = cv2.invertAffineTransform(_matrix(scene, head, margin, aside))
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], float) @ back[:, :2].T + back[:, 2]
    source = np.array([[0, 0], [scene.width, 0], [scene.width, scene.height], [0, scene.height]], np.float32)
    shared, _ = cv2.intersectConvexConvex(corners.astype(np.float32), source)
    return max(0.0, 1 - float(shared) / cv2.contourArea(corners.astype(np.float32)))
