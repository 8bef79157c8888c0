"""A picture of a document, and what several checks want to know of it: found once, when first asked for.

OpenCV goes through whole planes; NumPy's `min`, `max` and `median` over interleaved pixels take ten times as long.
"""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np

# Sharpness and colour are measured at one size, whatever the camera.
MEASURED_SIDE = 1000
# What differs from the picture's edge by this much belongs to the paper.
APART, LEAST_PAPER = 18, 0.2
# What is closed to one piece, in pixels.
GAP = 25


class DocumentPicture:
    """`pixels`: rows × columns × RGB, 8 bit, upright."""

    def __init__(self, pixels: np.ndarray) -> None:
        self.pixels = np.ascontiguousarray(pixels)

    @cached_property
    def measured(self) -> np.ndarray:
        """The pixels with a longer side of `MEASURED_SIDE` at most."""
        scale = MEASURED_SIDE / max(self.pixels.shape[:2])
        if scale >= 1:
            return self.pixels
        return cv2.resize(self.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    @cached_property
    def darkest(self) -> np.ndarray:
        """min(R, G, B) of every pixel."""
        red, green, blue = cv2.split(self.pixels)
        return cv2.min(cv2.min(red, green), blue)

    @cached_property
    def paper(self) -> np.ndarray:
        """255 where the document shows, else 0: the largest piece unlike the edge of the picture, else all of it."""
        rows, columns = self.pixels.shape[:2]
        edge = np.concatenate([self.pixels[0], self.pixels[-1], self.pixels[:, 0], self.pixels[:, -1]])
        ground = np.median(edge, axis=0).astype(int)
        unlike = cv2.bitwise_not(cv2.inRange(self.pixels, _levels(ground - APART), _levels(ground + APART)))
        closed = cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((GAP, GAP), np.uint8))
        outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        largest = max(outlines, key=cv2.contourArea, default=None)
        if largest is None or cv2.contourArea(largest) < LEAST_PAPER * rows * columns:
            return np.full((rows, columns), 255, np.uint8)
        inside = np.zeros((rows, columns), np.uint8)
        cv2.drawContours(inside, [cv2.convexHull(largest)], -1, 255, cv2.FILLED)
        return inside


def median_level(levels: np.ndarray, mask: np.ndarray | None = None) -> float:
    """`np.median` of 8-bit levels, where the mask is not 0, by counting them. At least one has to be there."""
    counted = np.cumsum(cv2.calcHist([levels], [0], mask, [256], [0, 256]).astype(np.int64))
    total = int(counted[-1])
    low, high = np.searchsorted(counted, [(total - 1) // 2 + 1, total // 2 + 1])
    return (int(low) + int(high)) / 2


def _levels(colour: np.ndarray) -> tuple[int, int, int]:
    red, green, blue = (int(level) for level in colour)
    return red, green, blue
