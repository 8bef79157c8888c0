"""A portrait file and its pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhupei.pure import pictures
from zhupei.pure.damage import DAMAGED
from zhupei.pure.portrait.limits import PortraitLimits


@dataclass(frozen=True)
class Photograph:
    """`pixels`: rows × columns × RGB, upright and not longer than `pictures.LONGEST_SIDE`; None when the file has too
    many of them or cannot be decoded. `width` and `height` are those of the file as it stands, 0 when it is no picture;
    `size` in bytes.
    """

    data: bytes
    size: int
    width: int
    height: int
    pixels: np.ndarray | None


def photograph(data: bytes, limits: PortraitLimits, *, size: int | None = None) -> Photograph:
    """Open what a camera or a telephone writes (JPEG, PNG, HEIC), by the same rules for check and repair."""
    size = len(data) if size is None else size
    try:
        with pictures.opened(data) as image:
            width, height = pictures.upright_size(image)
            if width * height > limits.max_pixels:
                return Photograph(data, size, width, height, None)
            pixels = np.asarray(pictures.upright(image).convert("RGB"))
    except DAMAGED:
        return Photograph(data, size, 0, 0, None)
    return Photograph(data, size, width, height, pixels)
