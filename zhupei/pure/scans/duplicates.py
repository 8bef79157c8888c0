"""The same document handed in twice: a hash of what a picture looks like, compared by how many bits differ.

Written here with OpenCV's cosine transform in place of a package: those that do it bring SciPy along. The hash of a
page stays nearly the same after scaling, another JPEG quality and other light; it does not survive a turn or a crop.
Two empty forms of one kind look alike, too: a near hash is a hint for the reviewer, never a verdict.
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

BITS = 64
SIDE, KEPT = 32, 8
# Of 64: at most this many differ between two pictures of the same paper.
NEAR = 6
_SIGN = 1 << (BITS - 1)


def perceptual_hash(image_bytes: bytes) -> int:
    """64 bits of a JPEG as a signed integer, as a bigint column keeps it. OSError or ValueError: no picture.

    The lowest frequencies of the grey picture against their median (pHash).
    """
    with Image.open(io.BytesIO(image_bytes), formats=("JPEG",)) as image:
        image.draft("L", (SIDE * 8, SIDE * 8))
        grey = np.asarray(image.convert("L"), np.float32)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    lowest = cv2.dct(small)[:KEPT, :KEPT].ravel()
    value = 0
    for bit in lowest > np.median(lowest[1:]):
        value = value << 1 | int(bit)
    return value - (1 << BITS) if value & _SIGN else value


def distance(first: int, second: int) -> int:
    """How many of the 64 bits differ."""
    return ((first ^ second) & ((1 << BITS) - 1)).bit_count()


def alike(first: int, second: int) -> bool:
    """Whether a reviewer should see the two beside each other."""
    return distance(first, second) <= NEAR
