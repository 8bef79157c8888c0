"""A portrait as the rule wants the file: JPEG 4:4:4 at 300 dpi, its size inside the range."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.matte import highest_of_block

DPI = 300
# From the usual quality up for a light file, then down for a heavy one.
QUALITIES = (95, 97, 98, 99, 100, 92, 88, 82, 75, 65, 50)
ENLARGED = (1.0, 1.25, 1.5, 2.0)
ROUNDS = 6
WHITE = 255


def encode_white(pixels: np.ndarray, far: np.ndarray, limits: PortraitLimits) -> bytes | None:
    """`encode`, with every pixel of `far` exactly 255 in what is read back.

    A block of JPEG that the person only grazes rings over its whole width; such a block becomes white.
    """
    pixels = pixels.copy()
    for _ in range(ROUNDS):
        data = encode(pixels, limits)
        if data is None:
            return None
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            read = np.asarray(image)
        background = cv2.resize(far.astype(np.uint8), read.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
        stained = (read < WHITE).any(axis=2) & background
        if not stained.any():
            return data
        there = cv2.resize(stained.astype(np.uint8), far.shape[::-1], interpolation=cv2.INTER_NEAREST)
        pixels[highest_of_block(there) > 0] = WHITE
    return None


def encode(pixels: np.ndarray, limits: PortraitLimits) -> bytes | None:
    """Quality first, then more pixels for a picture with little in it; None when nothing reaches the range."""
    for factor in ENLARGED:
        picture = pixels
        if factor > 1:
            picture = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        for quality in QUALITIES:
            data = jpeg(picture, quality)
            if limits.min_bytes <= len(data) <= limits.max_bytes:
                return data
            if len(data) < limits.min_bytes and quality == max(QUALITIES):
                break
    return None


def jpeg(pixels: np.ndarray, quality: int) -> bytes:
    """Rows × columns × RGB, without metadata."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality, subsampling=0, dpi=(DPI, DPI))
    return out.getvalue()
