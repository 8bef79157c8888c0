"""Faces in a picture: found by a detector, confirmed and measured by a mesh of 468 points.

Full-range detector first, the short-range one when it finds none, then both on the picture padded with white
(a head that fills the frame); each in all four rotations. A box counts when the mesh believes in it. Source: imaging.md
"Portrait: verify".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from zhupei.pure.portrait.networks import Network, infer

MESH_SIDE = 192
# The mesh wants half as much again as the detector's box around the face.
MESH_MARGIN = 1.5
PRESENCE = 0.5
SCORE = 0.5
SURE_SCORE = 0.7
SEARCH_SIDE = 512
OVERLAP = 0.3
UPRIGHT_DEGREES = 45.0
PADDING = 0.5
LEFT_EYE, RIGHT_EYE = (33, 133), (362, 263)
Detector = tuple[Network, int, tuple[tuple[int, int], ...]]
# Network, side of its input, and (stride, boxes per cell) of its grids.
DETECTORS: tuple[Detector, ...] = (
    ("face_detection_full_range", 192, ((4, 1),)),
    ("face_detection_short_range", 128, ((8, 2), (16, 6))),
)


@dataclass(frozen=True)
class Face:
    """`points`: 468 × (x, y, z) of the mesh in pixels of the picture, left and right as seen; `presence` 0 to 1."""

    points: np.ndarray
    presence: float

    @property
    def eyes(self) -> tuple[np.ndarray, np.ndarray]:
        """Middle of the left and of the right eye, x and y."""
        return self.points[list(LEFT_EYE), :2].mean(axis=0), self.points[list(RIGHT_EYE), :2].mean(axis=0)

    @property
    def roll(self) -> float:
        """Degrees by which the line of the eyes is tilted, clockwise positive."""
        left, right = self.eyes
        return float(np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the mesh."""
        low, high = self.points[:, :2].min(axis=0), self.points[:, :2].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def find_upright(pixels: np.ndarray) -> tuple[int, list[Face]]:
    """Quarter turns (counter-clockwise) that bring the picture upright, and the faces of the turned picture.

    `pixels` are rows × columns × RGB; largest face first. No face: no turn. A turned picture has to convince
    the detector more than one that is upright already.
    """
    scale = min(1.0, SEARCH_SIDE / max(pixels.shape[:2]))
    small = pixels if scale == 1.0 else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for padding in (0.0, PADDING):
        for detector in DETECTORS:
            best = _best_turn(small, detector, padding)
            if best:
                turns, faces = best
                whole = np.ascontiguousarray(np.rot90(pixels, turns))
                return turns, [_refined(whole, _scaled(face, 1 / scale)) for face in faces]
    return 0, []


def _best_turn(small: np.ndarray, detector: Detector, padding: float) -> tuple[int, list[Face]] | None:
    """The turn whose best face has the highest score of the detector; the first when that is sure enough."""
    best, best_score = None, 0.0
    for turns in (0, 1, 3, 2):
        found = _find(np.ascontiguousarray(np.rot90(small, turns)), detector, padding)
        score = max((score for score, _ in found), default=0.0)
        if score > best_score and score >= (SURE_SCORE if turns else SCORE):
            best, best_score = (turns, _apart([face for _, face in found])), score
        if turns == 0 and score >= SURE_SCORE:
            break
    return best


def _find(pixels: np.ndarray, detector: Detector, padding: float) -> list[tuple[float, Face]]:
    """Score and mesh of every confirmed face that is not lying on its side."""
    rows, columns = (round(side * padding) for side in pixels.shape[:2])
    if padding:
        pixels = cv2.copyMakeBorder(pixels, rows, rows, columns, columns, cv2.BORDER_CONSTANT, value=(255,) * 3)
    found = []
    for score, box in _boxes(pixels, *detector):
        face = _measured(pixels, box)
        if face.presence >= PRESENCE and abs(face.roll) <= UPRIGHT_DEGREES:
            found.append((score, Face(face.points - (columns, rows, 0), face.presence)))
    return found


def _boxes(
    pixels: np.ndarray, detector: Network, side: int, layers: tuple[tuple[int, int], ...]
) -> list[tuple[float, np.ndarray]]:
    """Score, and centre x, y, side and eye points (x, y, x, y) in pixels, of each box above the score."""
    rows, columns = pixels.shape[:2]
    scale = side / max(rows, columns)
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    square = np.zeros((side, side, 3), np.uint8)
    square[top : top + size[1], left : left + size[0]] = small
    scores, raw = infer(detector, square, low=-1.0)
    chances = 1 / (1 + np.exp(-np.clip(scores.reshape(-1), -80, 80)))
    kept = chances >= SCORE
    values = raw.reshape(-1, 16)[kept].astype(np.float64)
    values[:, [0, 1, 4, 5, 6, 7]] += np.tile(_anchors(side, layers)[kept], 3) * side
    order = _suppressed(values, chances[kept])
    back = np.array([columns / size[0], rows / size[1]])
    shift = np.array([left, top])
    found = []
    for score, (x, y, width, height, *eyes) in zip(chances[kept][order], values[order, :8], strict=True):
        places = (np.array([[x, y], eyes[:2], eyes[2:]]) - shift) * back
        box = np.concatenate([places[0], [max(width, height) * back.max()], places[1], places[2]])
        found.append((float(score), box))
    return found


@cache
def _anchors(side: int, layers: tuple[tuple[int, int], ...]) -> np.ndarray:
    """Centres of the detector's grid cells, 0 to 1: for each (stride, boxes per cell) row by row."""
    centres = []
    for stride, boxes in layers:
        cells = side // stride
        rows, columns = np.mgrid[:cells, :cells]
        grid = np.stack([columns.ravel(), rows.ravel()], axis=1)
        centres.append(np.repeat((grid + 0.5) / cells, boxes, axis=0))
    return np.concatenate(centres)


def _suppressed(values: np.ndarray, chances: np.ndarray) -> np.ndarray:
    boxes = np.concatenate([values[:, :2] - values[:, 2:4] / 2, values[:, 2:4]], axis=1)
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), chances.tolist(), SCORE, OVERLAP)
    return np.asarray(kept, int).reshape(-1)


def _measured(pixels: np.ndarray, box: np.ndarray) -> Face:
    """The mesh of one box, laid twice: the second time where the first has found the face."""
    angle = float(np.degrees(np.arctan2(box[6] - box[4], box[5] - box[3])))
    return _refined(pixels, _mesh(pixels, box[:2], box[2] * MESH_MARGIN, angle))


def _refined(pixels: np.ndarray, face: Face) -> Face:
    left, top, right, bottom = face.box
    centre = np.array([(left + right) / 2, (top + bottom) / 2])
    return _mesh(pixels, centre, max(right - left, bottom - top) * MESH_MARGIN, face.roll)


def _scaled(face: Face, factor: float) -> Face:
    return Face(face.points * factor, face.presence)


def _mesh(pixels: np.ndarray, centre: np.ndarray, side: float, angle: float) -> Face:
    patch, back = square_patch(pixels, centre, side, angle, MESH_SIDE)
    presence, raw = infer("face_landmark", patch)
    points = raw.reshape(-1, 3).astype(np.float64)
    points[:, :2] = points[:, :2] @ back[:, :2].T + back[:, 2]
    points[:, 2] *= side / MESH_SIDE
    return Face(points, float(1 / (1 + np.exp(-presence.reshape(-1)[0]))))


def square_patch(
    pixels: np.ndarray, centre: np.ndarray, side: float, angle: float, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """A turned square of the picture, `size` pixels wide, and the 2 × 3 matrix from its places back to the picture."""
    turn = np.radians(angle)
    cos, sin = np.cos(turn) * side / size, np.sin(turn) * side / size
    back = np.array([[cos, -sin, 0.0], [sin, cos, 0.0]])
    back[:, 2] = np.asarray(centre[:2]) - back[:, :2] @ np.array([size / 2, size / 2])
    if side > 2 * size:
        shrink = size / side * 2
        pixels = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        near = back * shrink
    else:
        near = back
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(pixels, near, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE), back


def _apart(faces: list[Face]) -> list[Face]:
    """Largest first; a mesh whose middle lies inside a larger one is the same face."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: face.box[0] - face.box[2]):
        left, top, right, bottom = face.box
        x, y = (left + right) / 2, (top + bottom) / 2
        if not any(b[0] < x < b[2] and b[1] < y < b[3] for b in (other.box for other in kept)):
            kept.append(face)
    return kept
