"""Drawn documents as a telephone would photograph them: on a table, askew, in uneven light, with noise and blur.

For the benchmark and the tests of reading; loads OpenCV, so nothing that serves pages imports it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

TABLE = (96, 82, 70)


@dataclass(frozen=True)
class Shot:
    """How a picture was taken. `blur` in pixels (standard deviation) of a card 1012 pixels wide; `quarters` of a turn,
    counter-clockwise; `light` is the factor at the darkest side.
    """

    tilt: float = 0.0
    lean: float = 0.0
    scale: float = 1.0
    quarters: int = 0
    light: float = 1.0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 88

    @classmethod
    def of(cls, seed: int, *, readable: bool = True) -> Shot:
        """Another one for every seed; an unreadable one is badly out of focus."""
        rng = np.random.default_rng(seed)
        blur = rng.uniform(0, 1.8) if readable else rng.uniform(8, 14)
        return cls(
            tilt=rng.uniform(-8, 8),
            lean=rng.uniform(0, 0.06),
            scale=rng.uniform(1.0, 1.8),
            quarters=int(rng.integers(0, 4)),
            light=rng.uniform(0.55, 1.0),
            noise=rng.uniform(0, 7),
            blur=blur,
            quality=int(rng.integers(70, 93)),
        )


def photographed(paper: bytes, shot: Shot, seed: int = 0) -> bytes:
    """The JPEG of a paper as a JPEG of its photograph; the same for the same seed."""
    with Image.open(io.BytesIO(paper), formats=("JPEG",)) as image:
        flat = np.asarray(image.convert("RGB"))
    rng = np.random.default_rng(seed)
    laid = _on_table(flat, shot).astype(np.float32)
    seen = cv2.GaussianBlur(laid, (0, 0), shot.blur * shot.scale) if shot.blur else laid
    fall = np.linspace(1.0, shot.light, seen.shape[1], dtype=np.float32)[None, :, None]
    picture = seen * fall + rng.normal(0, shot.noise, seen.shape).astype(np.float32)
    levels = np.rot90(np.clip(picture, 0, 255).astype(np.uint8), shot.quarters)
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(levels)).save(out, "JPEG", quality=shot.quality)
    return out.getvalue()


def _on_table(flat: np.ndarray, shot: Shot) -> np.ndarray:
    """Scaled, tilted, the far edge a little shorter than the near one."""
    rows, columns = flat.shape[:2]
    turn = np.radians(shot.tilt)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * shot.scale
    lean = shot.lean * columns
    corners = np.array([[lean, 0], [columns - lean, 0], [columns, rows], [0, rows]], float)
    placed = corners @ spin.T
    margin = 0.06 * shot.scale * columns
    placed += margin - placed.min(axis=0)
    width, height = np.ceil(placed.max(axis=0) + margin).astype(int)
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, placed.astype(np.float32))
    size = int(width), int(height)
    return cv2.warpPerspective(flat, matrix, size, flags=cv2.INTER_CUBIC, borderValue=TABLE)
