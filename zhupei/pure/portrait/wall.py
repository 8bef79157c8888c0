"""The colour of a wall behind a person: a smooth surface over the picture, fitted to what is surely background."""

from __future__ import annotations

import cv2
import numpy as np

SAMPLED_EVERY = 4
ROUNDS = 4
# What differs from the fit by more than this (levels 0 to 1) or three times the usual is no wall: a socket, a shadow.
LEAST_OUTLIER = 0.02
EVALUATED_EVERY = 8


def fit_wall(levels: np.ndarray, outer: np.ndarray) -> tuple[np.ndarray, float]:
    """Colour of the wall at every pixel, and what the fit leaves unexplained (root mean square, 0 to 1).

    `levels`: rows × columns × RGB, 0 to 1; `outer`: which pixels are surely background. Quadratic in place, per
    colour, re-fitted without outliers; the residual counts those, too.
    """
    rows, columns = outer.shape
    y, x = np.mgrid[0:rows:SAMPLED_EVERY, 0:columns:SAMPLED_EVERY]
    known = outer[::SAMPLED_EVERY, ::SAMPLED_EVERY]
    if known.sum() < 100:
        return np.full_like(levels, levels.mean()), 1.0
    terms = _terms(x[known] / columns, y[known] / rows)
    colours = levels[::SAMPLED_EVERY, ::SAMPLED_EVERY][known]
    kept = np.ones(len(colours), bool)
    for _ in range(ROUNDS):
        factors, *_ = np.linalg.lstsq(terms[kept], colours[kept], rcond=None)
        off = np.abs(colours - terms @ factors).max(axis=1)
        kept = off <= max(LEAST_OUTLIER, 3 * float(np.median(off)))
    residual = float(np.sqrt(np.mean((colours - terms @ factors) ** 2)))
    return _evaluated(factors, rows, columns), residual


def _evaluated(factors: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """The surface on a coarse grid, enlarged: it is smooth."""
    small = max(2, columns // EVALUATED_EVERY), max(2, rows // EVALUATED_EVERY)
    x, y = np.meshgrid((np.arange(small[0]) + 0.5) / small[0], (np.arange(small[1]) + 0.5) / small[1])
    surface = (_terms(x.ravel(), y.ravel()) @ factors).reshape(small[1], small[0], 3).astype(np.float32)
    return np.clip(cv2.resize(surface, (columns, rows), interpolation=cv2.INTER_LINEAR), 0, 1)


def _terms(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.stack([np.ones_like(x, float), x, y, x * x, x * y, y * y], axis=1).astype(np.float32)
