"""What cutting out has taken from the person. A white coat before a light wall is easily lost, and the picture that is
left passes every other check.

Two measures, of a picture with exactly one face: how far the shoulders reach to either side, and how much that is not
wall and hangs together with the person has become white.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from zhupei.pure.portrait.regions import grown
from zhupei.pure.portrait.scene import CHIN, Scene
from zhupei.pure.portrait.wall import fit_wall

SOLID = 0.5
# Rows at the foot of the frame that tell how far the shoulders reach.
FOOT = 0.06
# The wall is known from what lies this far from everything the mask holds possible, in pixels, and above the chin.
AWAY, POSSIBLE = 24, 26
# What differs from the wall by so many levels of 255, or by more than all but a few pixels of the wall itself do.
LEAST_DIFFERENCE, WALL_SHARE, MARGIN = 4.0, 0.995, 1.25
SMOOTHED = 7
# Where the mask and the colours only disagree about the edge nothing is lost.
EDGE, ROUND = 9, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
PLAIN = 0.045
# Measured on drawn and photographed people before walls of many colours: what is whole reaches 0.75 and loses 0.005 at
# most, what is cut away reaches 0.31 at most or loses 0.029 at least.
LEAST_REACH, LEAST_EVENNESS, MOST_SHARE = 0.55, 0.5, 0.008


@dataclass(frozen=True)
class Loss:
    """`reach`: of the shoulder that reaches less far from the middle of the face, in widths of the face; `evenness`:
    its reach as a share of the other's; `share`: of the frame, that was person and is white.
    """

    reach: float
    evenness: float
    share: float

    @property
    def bearable(self) -> bool:
        """Nothing that belongs to the person is gone."""
        return self.reach >= LEAST_REACH and self.evenness >= LEAST_EVENNESS and self.share <= MOST_SHARE


def loss(scene: Scene, alpha: np.ndarray) -> Loss:
    """`alpha`: rows × columns, 0 to 1, what of the pixels of `scene` was kept as person."""
    kept = alpha >= SOLID
    sides = _reaches(scene, kept)
    gone = _unlike_the_wall(scene) & ~grown(kept, EDGE)
    return Loss(min(sides), min(sides) / max(max(sides), 1e-6), float(cv2.erode(gone.astype(np.uint8), ROUND).mean()))


def _unlike_the_wall(scene: Scene) -> np.ndarray:
    """What is not wall and hangs together with the face, by its colour alone; nothing where the wall is not plain."""
    nothing = np.zeros(scene.person.shape, bool)
    levels = scene.sampled.astype(np.float32) / 255
    possible = grown(scene.person > POSSIBLE, AWAY)
    wall_seen = ~possible
    wall_seen[round(scene.chin / scene.step) :] = False
    wall, residual = fit_wall(levels, wall_seen)
    if residual > PLAIN:
        return nothing
    apart = np.abs(cv2.blur(levels - wall, (SMOOTHED, SMOOTHED))).max(axis=2)
    usual = float(np.quantile(apart[wall_seen], WALL_SHARE)) * MARGIN
    unlike = (apart > max(LEAST_DIFFERENCE / 255, usual)) | scene.certain
    count, labels = cv2.connectedComponents(unlike.astype(np.uint8))
    if count < 2:
        return nothing
    x, y = scene.face.points[CHIN, :2] / scene.step
    own = labels[min(round(y), unlike.shape[0] - 1), min(max(round(x), 0), unlike.shape[1] - 1)]
    return labels == own if own else nothing


def _reaches(scene: Scene, kept: np.ndarray) -> tuple[float, float]:
    """To the left and to the right."""
    left, _, right, _ = scene.face.box
    foot = kept[round(len(kept) * (1 - FOOT)) :].mean(axis=0) >= SOLID
    columns = np.flatnonzero(foot)
    if not len(columns):
        return 0.0, 0.0
    width = max(right - left, 1.0)
    return max(0.0, scene.axis - columns[0]) / width, max(0.0, columns[-1] - scene.axis) / width
