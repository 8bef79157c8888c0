"""Regions of a picture made larger and smaller by a number of pixels; quick for any radius."""

from __future__ import annotations

import cv2
import numpy as np


def grown(region: np.ndarray, radius: float) -> np.ndarray:
    """The region and what lies within `radius` pixels of it."""
    return away_from(region) <= radius


def shrunk(region: np.ndarray, radius: float) -> np.ndarray:
    """The region without what lies within `radius` pixels of its edge; the edge of the picture is none."""
    return away_from(~region) > radius


def away_from(region: np.ndarray) -> np.ndarray:
    """Of every pixel the distance to the region, in pixels; 0 inside."""
    return cv2.distanceTransform((~region).astype(np.uint8), cv2.DIST_L2, 5)
