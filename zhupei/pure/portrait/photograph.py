"""A portrait file and its pixels."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from zhupei.pure.damage import DAMAGED
from zhupei.pure.portrait.limits import PortraitLimits

# The limits of pixels are ours, checked right after opening.
Image.MAX_IMAGE_PIXELS = None
# Four times what the largest allowed picture has is not a photograph: the header is damaged, or wants to do damage.
BELIEVABLE = 4


@dataclass(frozen=True)
class Photograph:
    """`pixels`: rows × columns × RGB, turned as the EXIF says; None when there are too many of them, or when the file
    cannot be decoded or claims more than a photograph can have (`width` is 0 then). `size` in bytes.
    """

    data: bytes
    size: int
    width: int
    height: int
    pixels: np.ndarray | None


def photograph(data: bytes, limits: PortraitLimits, *, size: int | None = None) -> Photograph:
    """Open a JPEG; anything else, a damaged or an oversized one has no pixels."""
    return _opened(data, limits, ("JPEG",), len(data) if size is None else size)


def original(data: bytes, limits: PortraitLimits) -> Photograph:
    """Open what a camera or a telephone writes: JPEG, PNG, HEIC. For repair, whose answer is a JPEG anyway."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    return _opened(data, limits, ("JPEG", "PNG", "HEIF"), len(data))


def _opened(data: bytes, limits: PortraitLimits, formats: tuple[str, ...], size: int) -> Photograph:
    try:
        with Image.open(io.BytesIO(data), formats=formats) as image:
            pixels_claimed = image.width * image.height
            if pixels_claimed > BELIEVABLE * limits.max_pixels:
                return Photograph(data, size, 0, 0, None)
            if pixels_claimed > limits.max_pixels:
                return Photograph(data, size, *image.size, None)
            pixels = np.asarray(_flat(ImageOps.exif_transpose(image)))
    except DAMAGED:
        return Photograph(data, size, 0, 0, None)
    return Photograph(data, size, pixels.shape[1], pixels.shape[0], pixels)


def _flat(image: Image.Image) -> Image.Image:
    """RGB; what is transparent becomes white."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGB", layer.size, (255, 255, 255))
    ground.paste(layer.convert("RGB"), mask=layer.getchannel("A"))
    return ground
