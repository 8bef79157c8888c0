"""Photographs and scans: decode with suspicion, turn upright, flatten, re-encode as JPEG.

What was decided for the unusual ones: an animated PNG and a multi-picture JPEG (many phones write them) keep
the first picture only; transparency falls on white; CMYK and wide-gamut colours become sRGB; 16 bits become
8. A JPEG that needs no change of colour or size is written with its own quantisation tables, so that
re-encoding neither grows it nor visibly alters it: white 255 stays 255.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin

from zhupei.pure import pictures
from zhupei.pure.damage import DAMAGED
from zhupei.pure.pictures import SIDEWAYS, PictureFormat, foreign_profile, opened, orientation, shrunk, upright_size
from zhupei.pure.scans.results import IntakeFinding, Refuse, UploadLimits, pixels_in_words

QUARTERS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
QUALITY = 90
FULL, HALF = 0, 2
FIT_QUALITIES = (100, 96, 91, 85, 75)
FIT_SIDES = (1600, 1280, 1000)


@dataclass(frozen=True)
class Picture:
    """A clean image: upright 8-bit grey or sRGB JPEG without any metadata."""

    content: bytes
    width: int
    height: int
    thumbnail: bytes
    findings: tuple[IntakeFinding, ...]


@dataclass(frozen=True)
class Coding:
    """How a JPEG is written: with the tables it came with, or at the usual quality; and its colour resolution."""

    tables: list[list[int]] | None = None
    subsampling: int = FULL


def clean(data: bytes, source: PictureFormat, limits: UploadLimits) -> Picture:
    """Decode `data` as `source` and nothing else, and write it anew. Raises `Refuse`."""
    image = _open(data, source)
    _check_count(image, limits)
    _check_sides(image, limits)
    turn = orientation(image)
    findings = _notes(image, source, turn)
    coding = _own_coding(image, turn)
    opened_size = image.size
    upright = _upright(image, limits.max_side)
    if max(opened_size) > limits.max_side:
        coding = Coding(None, coding.subsampling)
        findings += (IntakeFinding("shrunk", f"图片已缩小到 {upright.width}×{upright.height} 像素"),)
    content = encode(upright, coding)
    if limits.fit_bytes and (source != "jpeg" or limits.fit_bytes[0] <= len(data) <= limits.fit_bytes[1]):
        upright, content = _fit(upright, content, limits)
    return Picture(content, upright.width, upright.height, thumbnail(upright, limits.thumbnail_side), findings)


def turned(content: bytes, turns: int, thumbnail_side: int) -> Picture:
    """A clean JPEG turned by `turns` quarters counter-clockwise."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        upright = image.transpose(QUARTERS[turns % 4])
        upright.load()
    return Picture(encode(upright), upright.width, upright.height, thumbnail(upright, thumbnail_side), ())


def encode(image: Image.Image, coding: Coding = Coding(), *, quality: int = QUALITY) -> bytes:
    """JPEG bytes without metadata; `quality` counts when `coding` brings no tables."""
    out = io.BytesIO()
    if coding.tables:
        image.save(out, "JPEG", qtables=coding.tables, subsampling=coding.subsampling, comment=b"")
    else:
        image.save(out, "JPEG", quality=quality, subsampling=coding.subsampling, comment=b"")
    return out.getvalue()


def thumbnail(image: Image.Image, side: int) -> bytes:
    """A small JPEG whose longer side is `side` pixels at most."""
    out = io.BytesIO()
    shrunk(image, side, gap=1.0).save(out, "JPEG", quality=80, subsampling=HALF, comment=b"")
    return out.getvalue()


def _open(data: bytes, source: PictureFormat) -> Image.Image:
    try:
        return opened(data, (source,))
    except DAMAGED as error:
        raise _damaged() from error


def _upright(image: Image.Image, side: int) -> Image.Image:
    try:
        return pictures.upright(image, side)
    except DAMAGED as error:
        raise _damaged() from error


def _damaged() -> Refuse:
    return Refuse("damaged", "文件不完整或已损坏，无法打开，请重新拍摄或导出后上传")


def _check_count(image: Image.Image, limits: UploadLimits) -> None:
    width, height = image.size
    if width * height > limits.max_pixels:
        raise Refuse(
            "too_many_pixels",
            f"图片 {width}×{height}（{pixels_in_words(width * height)}），"
            f"要求不超过 {pixels_in_words(limits.max_pixels)}",
        )


def _check_sides(image: Image.Image, limits: UploadLimits) -> None:
    width, height = upright_size(image)
    if width < limits.min_width:
        raise Refuse("too_narrow", f"宽 {width} 像素，要求不少于 {limits.min_width}")
    if height < limits.min_height:
        raise Refuse("too_low", f"高 {height} 像素，要求不少于 {limits.min_height}")


def _notes(image: Image.Image, source: PictureFormat, turn: int) -> tuple[IntakeFinding, ...]:
    notes = []
    if source == "heic":
        notes.append(IntakeFinding("converted", "已由 HEIC 转换为 jpg"))
    if turn != 1:
        notes.append(IntakeFinding("turned", "已按拍摄方向转正"))
    animated = isinstance(image, (MpoImagePlugin.MpoImageFile, PngImagePlugin.PngImageFile))
    if animated and getattr(image, "n_frames", 1) > 1:
        notes.append(IntakeFinding("first_frame", "文件含多幅画面，只保留第一幅"))
    return tuple(notes)


def _own_coding(image: Image.Image, turn: int) -> Coding:
    """Tables and colour resolution a JPEG came with, the tables only when its colours will be kept as they are."""
    if not isinstance(image, JpegImagePlugin.JpegImageFile) or image.mode not in ("L", "RGB"):
        return Coding()
    sampling = JpegImagePlugin.get_sampling(image)
    if sampling not in (FULL, 1, HALF) or (sampling == 1 and turn in SIDEWAYS):
        sampling = FULL
    tables = [list(image.quantization[key]) for key in sorted(image.quantization)]
    usable = tables and all(1 <= value <= 255 for table in tables for value in table)
    return Coding(tables if usable and not foreign_profile(image) else None, sampling)


def _fit(image: Image.Image, content: bytes, limits: UploadLimits) -> tuple[Image.Image, bytes]:
    """Bring a portrait's size in bytes into `limits.fit_bytes`: quality first, then pixels, never below the
    minimum.

    Left as it is when nothing fits; the check of the file then names the measured size.
    """
    low, high = limits.fit_bytes or (0, len(content))
    if low <= len(content) <= high:
        return image, content
    longest = max(image.size)
    for side in sorted({min(longest, side) for side in FIT_SIDES}, reverse=True):
        smaller = shrunk(image, side)
        if smaller.width < limits.min_width or smaller.height < limits.min_height:
            break
        for quality in FIT_QUALITIES:
            attempt = encode(smaller, quality=quality)
            if low <= len(attempt) <= high:
                return smaller, attempt
            if len(attempt) < low:
                return image, content
    return image, content
