"""The same picture of a document handed in twice, by two people or in two years.

First a hash of what a picture looks like, which a database can hold and compare; it stays nearly the same after
scaling, another JPEG quality and other light, but two papers printed on the same form have it, too. Those are told
apart by comparing the two pictures piece by piece: a name or a number that differs shows in the piece it stands in.
Neither survives a turn or a crop. A find is a hint for the reviewer, never a verdict.

Written here with OpenCV's cosine transform: the packages that do it bring SciPy along.
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
# Pictures are compared at this longer side, in pieces this large; what varies less than this has nothing to compare.
COMPARED, TILE, PLAIN = 640, 32, 8.0
ALIKE, ASPECT = 0.85, 0.03
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


def near(first: int, second: int) -> bool:
    """Whether two hashes are close enough to compare the pictures."""
    return distance(first, second) <= NEAR


def same_picture(first: bytes, second: bytes) -> bool:
    """Whether two JPEGs show the same, but for size, quality and light. OSError or ValueError: no picture."""
    one, other = _grey(first), _grey(second)
    if abs(one.shape[0] * other.shape[1] / (one.shape[1] * other.shape[0]) - 1) > ASPECT:
        return False
    scale = COMPARED / max(one.shape)
    size = max(TILE, round(one.shape[1] * scale)), max(TILE, round(one.shape[0] * scale))
    pair = [cv2.GaussianBlur(cv2.resize(each, size, interpolation=cv2.INTER_AREA), (0, 0), 1) for each in (one, other)]
    likeness = [
        _likeness(*(each[top : top + TILE, left : left + TILE] for each in pair))
        for top in range(0, size[1] - TILE + 1, TILE // 2)
        for left in range(0, size[0] - TILE + 1, TILE // 2)
    ]
    told = [value for value in likeness if value is not None]
    return bool(told) and min(told) >= ALIKE


def _likeness(one: np.ndarray, other: np.ndarray) -> float | None:
    """Correlation of two pieces; None where both are nearly plain."""
    spread = float(one.std()), float(other.std())
    if max(spread) < PLAIN:
        return None
    product = float(((one - one.mean()) * (other - other.mean())).mean())
    return product / max(spread[0] * spread[1], 1e-6)


def _grey(image_bytes: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(image_bytes), formats=("JPEG",)) as image:
        return np.asarray(image.convert("L"), np.float32)
