"""Where the person is: a soft mask of head, hair and shoulders.

The network sees 256 × 256 pixels, so it looks twice: at the whole picture, and closely around the face.
"""

from __future__ import annotations

import cv2
import numpy as np

from zhupei.pure.portrait.faces import Face
from zhupei.pure.portrait.networks import infer

SIDE = 256
# The close look, in heights of the face mesh (brow to chin): above and below its middle, and to both sides.
ABOVE, BELOW, BESIDE = 1.6, 2.4, 1.7


def person_mask(pixels: np.ndarray, face: Face | None) -> np.ndarray:
    """Rows × columns, 0 (background) to 255 (person), of the size of `pixels`; `face` is measured in them."""
    mask = _mask_of(pixels)
    if face is None:
        return mask
    left, top, right, bottom = face.box
    height = bottom - top
    x, y = (left + right) / 2, (top + bottom) / 2
    rows = slice(max(0, round(y - ABOVE * height)), round(y + BELOW * height))
    columns = slice(max(0, round(x - BESIDE * height)), round(x + BESIDE * height))
    mask[rows, columns] = _mask_of(pixels[rows, columns])
    return mask


def _mask_of(pixels: np.ndarray) -> np.ndarray:
    small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    soft = np.clip(infer("selfie_segmentation", small)[0][0, 0] * 255, 0, 255).astype(np.uint8)
    return cv2.resize(soft, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
