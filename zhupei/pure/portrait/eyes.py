"""How far the eyes are open, by the contour the iris network draws around each."""

from __future__ import annotations

import numpy as np

from zhupei.pure.portrait.faces import LEFT_EYE, RIGHT_EYE, Face, square_patch
from zhupei.pure.portrait.networks import infer

SIDE = 64
# The network wants this much more than the eye from corner to corner.
MARGIN = 2.3
# Of its 71 points: the corners, the lower lid between them, the upper lid above the same places.
CORNERS, LOWER, UPPER = (0, 8), (1, 2, 3, 4, 5, 6, 7), (9, 10, 11, 12, 13, 14)


def openness(pixels: np.ndarray, face: Face) -> float:
    """Height over width of the eyes' contours, the mean of both: about 0.3 open, below 0.17 closed."""
    return float(np.mean([_eye(pixels, face, LEFT_EYE, False), _eye(pixels, face, RIGHT_EYE, True)]))


def _eye(pixels: np.ndarray, face: Face, corners: tuple[int, int], mirrored: bool) -> float:
    """The network knows one eye; the other is shown to it in the mirror."""
    ends = face.points[list(corners), :2]
    width = float(np.linalg.norm(ends[1] - ends[0]))
    patch, _ = square_patch(pixels, ends.mean(axis=0), max(width * MARGIN, 1.0), face.roll, SIDE)
    if mirrored:
        patch = np.ascontiguousarray(patch[:, ::-1])
    points = infer("iris_landmark", patch)[0].reshape(-1, 3)[:, :2]
    span = max(float(np.linalg.norm(points[CORNERS[1]] - points[CORNERS[0]])), 1e-6)
    height = points[list(LOWER), 1].max() - points[list(UPPER), 1].min()
    return float(max(height, 0.0)) / span
