"""The colour guided filter (He, Sun, Tang 2013): a mask drawn to the edges of the picture it was made from."""

from __future__ import annotations

import cv2
import numpy as np


def guided_filter(guide: np.ndarray, source: np.ndarray, radius: int, epsilon: float) -> np.ndarray:
    """`guide`: rows × columns × 3, 0 to 1; `source`: rows × columns, 0 to 1. `radius` in pixels."""
    size = (2 * radius + 1, 2 * radius + 1)
    mean = cv2.blur(guide, size)
    mean_source = cv2.blur(source, size)
    together = cv2.blur(guide * source[..., None], size) - mean * mean_source[..., None]
    factors = _solved(_covariances(guide, mean, size, epsilon), together)
    rest = mean_source - (factors * mean).sum(axis=2)
    filtered = (cv2.blur(factors, size) * guide).sum(axis=2) + cv2.blur(rest, size)
    return np.clip(filtered, 0, 1)


def _covariances(guide: np.ndarray, mean: np.ndarray, size: tuple[int, int], epsilon: float) -> list[np.ndarray]:
    """rr, rg, rb, gg, gb, bb of every window, `epsilon` on the diagonal."""
    out = []
    for first, second in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)):
        product = cv2.blur(guide[..., first] * guide[..., second], size) - mean[..., first] * mean[..., second]
        out.append(product + epsilon if first == second else product)
    return out


def _solved(covariances: list[np.ndarray], right: np.ndarray) -> np.ndarray:
    """Cramer's rule for the symmetric 3 × 3 of every pixel."""
    rr, rg, rb, gg, gb, bb = covariances
    i_rr, i_rg, i_rb = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    i_gg, i_gb, i_bb = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    size = np.maximum(rr * i_rr + rg * i_rg + rb * i_rb, 1e-12)
    red, green, blue = right[..., 0], right[..., 1], right[..., 2]
    solved = (
        i_rr * red + i_rg * green + i_rb * blue,
        i_rg * red + i_gg * green + i_gb * blue,
        i_rb * red + i_gb * green + i_bb * blue,
    )
    return np.stack([each / size for each in solved], axis=2)
