"""What the checks and the repair need to know of a portrait, found once and only when asked for."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np

from zhupei.pure.portrait import eyes
from zhupei.pure.portrait.faces import Face, find_upright, square_patch
from zhupei.pure.portrait.person import person_mask

# Grounds are measured on at most this many pixels: every second, third, … of a larger picture, values unchanged.
MEASURED_PIXELS = 4_000_000
CHIN = 152
CHEEKS = (234, 454)
IS_PERSON = 128
PATCH_SIDE = 256
# What is surely face, of the mesh around its middle; what is surely neck and chest, of the width of the face.
CORE, NECK = 0.8, 0.3


class Scene:
    """`pixels`: rows × columns × RGB as the file shows them. All places are in pixels of the turned picture."""

    def __init__(self, pixels: np.ndarray) -> None:
        self.turns, self.faces = find_upright(pixels)
        self.pixels = np.ascontiguousarray(np.rot90(pixels, self.turns))
        self.height, self.width = self.pixels.shape[:2]
        self.step = max(1, int(np.ceil(np.sqrt(self.width * self.height / MEASURED_PIXELS))))

    @property
    def face(self) -> Face:
        """The only face. Raises ValueError when there is none or more than one."""
        if len(self.faces) != 1:
            raise ValueError(f"{len(self.faces)} faces")
        return self.faces[0]

    @cached_property
    def sampled(self) -> np.ndarray:
        """Every `step`-th row and column of the picture."""
        return np.ascontiguousarray(self.pixels[:: self.step, :: self.step])

    @cached_property
    def person(self) -> np.ndarray:
        """Soft mask of the person on `sampled`, 0 to 255."""
        first = self.faces[0] if self.faces else None
        return person_mask(self.sampled, first and Face(first.points / self.step, first.presence))

    @cached_property
    def crown(self) -> float:
        """Row of the highest point of the head, hair included, above the middle of the face."""
        left, top, right, _ = (side / self.step for side in self.face.box)
        quarter = (right - left) / 4
        middle = slice(max(0, round(left + quarter)), max(1, round(right - quarter)))
        column = (self.person[: max(1, round(top + quarter)), middle] >= IS_PERSON).any(axis=1)
        return float(np.argmax(column)) * self.step if column.any() else self.face.box[1]

    @cached_property
    def certain(self) -> np.ndarray:
        """Where the person is by the face alone, on `sampled`: the mesh, and a column from the chin downwards."""
        points = self.face.points[:, :2] / self.step
        left, _, right, _ = (side / self.step for side in self.face.box)
        certain = np.zeros(self.sampled.shape[:2], np.uint8)
        core = points.mean(axis=0) + (points - points.mean(axis=0)) * CORE
        cv2.fillConvexPoly(certain, cv2.convexHull(core.round().astype(np.int32)), 1)
        x, y = points[CHIN]
        half = (right - left) * NECK / 2
        certain[max(0, round(y)) :, max(0, round(x - half)) : max(1, round(x + half))] = 1
        return certain > 0

    @property
    def chin(self) -> float:
        """Row of the chin."""
        return float(self.face.points[CHIN, 1])

    @property
    def head(self) -> float:
        """Crown to chin in pixels."""
        return self.chin - self.crown

    @property
    def axis(self) -> float:
        """Column of the middle of the face."""
        left, _, right, _ = self.face.box
        return (left + right) / 2

    @property
    def yaw(self) -> float:
        """Degrees by which the face looks aside."""
        left, right = self.face.points[list(CHEEKS)]
        return float(np.degrees(np.arctan2(right[2] - left[2], np.linalg.norm(right[:2] - left[:2]))))

    @cached_property
    def openness(self) -> float:
        """Of the eyes: height over width."""
        return eyes.openness(self.pixels, self.face)

    @cached_property
    def face_patch(self) -> tuple[np.ndarray, np.ndarray]:
        """The face upright at 256 × 256, and which of its pixels lie inside the mesh."""
        left, top, right, bottom = self.face.box
        centre = np.array([(left + right) / 2, (top + bottom) / 2])
        side = max(right - left, bottom - top)
        patch, back = square_patch(self.pixels, centre, side, self.face.roll, PATCH_SIDE)
        there = cv2.invertAffineTransform(back)
        points = self.face.points[:, :2] @ there[:, :2].T + there[:, 2]
        inside = np.zeros((PATCH_SIDE, PATCH_SIDE), np.uint8)
        cv2.fillConvexPoly(inside, cv2.convexHull(points.round().astype(np.int32)), 1)
        return patch, inside > 0
