"""Measuring what a picture looks like: the perceptual hash of imaging.md "Documents".

Written here with OpenCV's cosine transform in place of a package: those that do it bring SciPy along.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from zhupei.pure.scans.likeness import COARSE_BITS, FINE_BITS, Likeness

# The side of the picture that is transformed, and of the square of lowest frequencies that is kept.
COARSE, FINE = (32, 8), (128, 32)
_SIGN = 1 << (COARSE_BITS - 1)


def likeness(image_bytes: bytes) -> Likeness:
    """Of a JPEG. OSError or ValueError: no picture."""
    with Image.open(io.BytesIO(image_bytes), formats=("JPEG",)) as image:
        image.draft("L", (FINE[0] * 4, FINE[0] * 4))
        grey = np.asarray(image.convert("L"), np.float32)
    coarse = _bits(grey, *COARSE)
    signed = coarse - (1 << COARSE_BITS) if coarse & _SIGN else coarse
    return Likeness(signed, _bits(grey, *FINE).to_bytes(FINE_BITS // 8))


def _bits(grey: np.ndarray, side: int, kept: int) -> int:
    """The lowest frequencies of the grey picture against their median, as one number."""
    small = cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA)
    lowest = cv2.dct(small)[:kept, :kept].ravel()
    return int.from_bytes(np.packbits(lowest > np.median(lowest[1:])).tobytes())
