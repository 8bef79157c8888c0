"""One way from a picture's bytes to its pixels: for taking in, checking, repairing and reading alike.

Which way up it stands is said by the EXIF of the file and by nothing else, as browsers have it: XMP may be stale, and
HEIC turns by itself. Colours are sRGB: an embedded profile is applied to grey, palette, CMYK and transparent pictures,
too. 16 bits become 8, transparency falls on white.
"""

from __future__ import annotations

import io
from typing import Literal

from PIL import Image, ImageChops, ImageCms, ImageStat

from zhupei.pure.damage import DAMAGED

# The limit of pixels is ours, checked with its measured value right after opening.
Image.MAX_IMAGE_PIXELS = None

PictureFormat = Literal["jpeg", "png", "heic"]
PLUGINS: dict[PictureFormat, str] = {"jpeg": "JPEG", "png": "PNG", "heic": "HEIF"}
EVERY_FORMAT: tuple[PictureFormat, ...] = ("jpeg", "png", "heic")
# Nothing is kept, measured or shown with a longer side.
LONGEST_SIDE = 3000
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset({5, 6, 7, 8})
LONGEST_PROFILE = 4 * 1024 * 1024
# A profile that moves no colour by more than this many levels is sRGB, whatever its name.
SAME_COLOUR = 3
PROFILED = {"1": "L", "L": "L", "LA": "L", "La": "L", "PA": "RGB", "P": "RGB", "RGBA": "RGB", "RGBa": "RGB"}
SEE_THROUGH = ("LA", "La", "PA", "RGBA", "RGBa")


def opened(data: bytes, formats: tuple[PictureFormat, ...] = EVERY_FORMAT) -> Image.Image:
    """The header read, no pixel yet. Raises one of `DAMAGED`."""
    if "heic" in formats:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    return Image.open(io.BytesIO(data), formats=tuple(PLUGINS[each] for each in formats))


def orientation(image: Image.Image) -> int:
    """1 to 8 as EXIF counts them. Pillow's own reading would take XMP for EXIF, and unfold a PNG to look for it."""
    if image.format == "HEIF" or not isinstance(notes := image.info.get("exif"), bytes):
        return 1
    exif = Image.Exif()
    try:
        exif.load(notes)
        turn = exif.get(ORIENTATION, 1)
    except DAMAGED:
        return 1
    return turn if isinstance(turn, int) and turn in TURNS else 1


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height once it stands upright."""
    return image.size[::-1] if orientation(image) in SIDEWAYS else image.size


def upright(image: Image.Image, side: int = LONGEST_SIDE) -> Image.Image:
    """Decoded, 8-bit grey or sRGB, not longer than `side`, turned the right way up. Raises one of `DAMAGED`."""
    turn = orientation(image)
    if max(image.size) >= 2 * side:
        image.draft(image.mode, (side, side))
    image.load()
    flat = _flat(image, side)
    return flat.transpose(TURNS[turn]) if turn != 1 else flat


def shrunk(image: Image.Image, side: int, gap: float = 2.0) -> Image.Image:
    """Not longer than `side`; the image itself when it is not. A small `gap` is quicker and coarser."""
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=gap)


def foreign_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The embedded colour profile when it is usable and shows other colours than sRGB would."""
    raw = image.info.get("icc_profile")
    if not isinstance(raw, bytes) or not raw or len(raw) > LONGEST_PROFILE:
        return None
    mode = PROFILED.get(image.mode, image.mode)
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        probe = _probe(mode)
        moved = _converted(probe, profile) if probe else None
        if probe is None or moved is None:
            return None
        if mode == "CMYK":
            return profile
        apart = ImageStat.Stat(ImageChops.difference(moved, probe.convert("RGB"))).extrema
        return profile if max(high for _, high in apart) > SAME_COLOUR else None
    except (ImageCms.PyCMSError, *DAMAGED):
        return None


def _probe(mode: str) -> Image.Image | None:
    """A few colours of the mode, from one end to the other."""
    ramp = Image.linear_gradient("L").resize((8, 8))
    if mode == "L":
        return ramp
    turned = [ramp, ramp.transpose(Image.Transpose.ROTATE_90), ramp.transpose(Image.Transpose.ROTATE_180)]
    if mode == "RGB":
        return Image.merge("RGB", turned)
    return Image.merge("CMYK", [*turned, Image.new("L", (8, 8))]) if mode == "CMYK" else None


def _flat(image: Image.Image, side: int) -> Image.Image:
    """Any mode to 8-bit grey or sRGB, transparency on white.

    Shrunk as early as the mode allows: 40 megapixels weigh 160 MB a copy, and a child has 700 MB.
    """
    if image.mode.startswith("I") or image.mode == "F":
        return shrunk(image.convert("I").point(lambda level: level * (1 / 256)).convert("L"), side)
    profile = foreign_profile(image)
    if image.mode in SEE_THROUGH or "transparency" in image.info:
        return _on_white(shrunk(image if image.mode == "RGBA" else image.convert("RGBA"), side), profile)
    if image.mode in ("1", "P"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    return _in_srgb(shrunk(image, side), profile)


def _on_white(layer: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    ground = Image.new("RGB", layer.size, (255, 255, 255))
    ground.paste(_in_srgb(layer.convert("RGB"), profile), mask=layer.getchannel("A"))
    return ground


def _in_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """Colours through the embedded profile; without a usable one by the plain formula."""
    if profile:
        try:
            if (converted := _converted(image, profile)) is not None:
                return converted
        except (ImageCms.PyCMSError, *DAMAGED):
            pass
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image | None:
    return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
