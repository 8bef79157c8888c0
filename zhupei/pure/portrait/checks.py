"""The checks of a portrait that need no model of a face or a person: file, border, background.

A check is a function `(Photograph, PortraitLimits) -> Check`. To add one, write it and name it in
`verify.CHECKS`. What cannot be told without finding the person (head height, position, eyes, …) is not
guessed here. Thresholds: imaging.md "Portrait: verify".
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import Check, Verdict

Levels = np.ndarray
KILOBYTE = 1024
JPEG_MAGIC = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Photograph:
    """A portrait file and its pixels.

    `darkest` is min(R, G, B) per pixel, rows × columns; None when the file cannot be decoded. `size` in bytes.
    """

    data: bytes
    size: int
    width: int
    height: int
    darkest: Levels | None


def photograph(data: bytes, limits: PortraitLimits, *, size: int | None = None) -> Photograph:
    """Open a JPEG, turned as its EXIF says; anything else, a damaged or an oversized one has no pixels."""
    size = len(data) if size is None else size
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            if image.width * image.height > limits.max_pixels:
                return Photograph(data, size, *image.size, None)
            pixels = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (OSError, SyntaxError, ValueError):
        return Photograph(data, size, 0, 0, None)
    # np.minimum twice is several times faster than min(axis=2) on interleaved pixels.
    darkest = np.minimum(np.minimum(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    return Photograph(data, size, pixels.shape[1], pixels.shape[0], darkest)


def file(photo: Photograph, limits: PortraitLimits) -> Check:
    """Type by magic bytes, size, pixels. Value and threshold are those of the first thing that is wrong."""
    if not photo.data.startswith(JPEG_MAGIC):
        return Check("file", "other", "jpg", "fail", False, "照片须为 jpg 格式")
    size, low, high = photo.size, limits.min_bytes // KILOBYTE, limits.max_bytes // KILOBYTE
    kilobytes = round(size / KILOBYTE)
    faults: list[tuple[float, float | list[int], str]] = []
    if photo.width and photo.width < limits.min_width:
        faults.append((photo.width, limits.min_width, f"宽 {photo.width} 像素，要求不少于 {limits.min_width}"))
    if photo.height and photo.height < limits.min_height:
        faults.append((photo.height, limits.min_height, f"高 {photo.height} 像素，要求不少于 {limits.min_height}"))
    if not limits.min_bytes <= size <= limits.max_bytes:
        faults.append((kilobytes, [low, high], f"文件 {kilobytes} KB，要求 {low} 至 {high} KB"))
    if photo.darkest is None:
        faults.append((kilobytes, [low, high], "照片不完整或已损坏，无法打开"))
    if not faults:
        return Check("file", kilobytes, [low, high], "pass")
    value, threshold, _ = faults[0]
    return Check("file", value, threshold, "fail", False, "；".join(words for _, _, words in faults))


def background_white(photo: Photograph, limits: PortraitLimits) -> Check:
    """Share of pure white in the outer frame above the shoulders: the top strip and the upper side strips.

    Passes with `white_share` of it equal to `white`. "Nearly white" (the same share at `nearly_white`) fails
    too, but can be repaired. The level named is the one the darkest 1 % reaches, so that a single hair or the
    ringing of JPEG beside the head does not decide.
    """
    levels = _frame(photo, limits)
    share = _share(levels, limits.white)
    if share >= limits.white_share:
        return Check("background_white", _rounded(share), limits.white_share, "pass", True)
    darkest = int(np.quantile(levels, 1 - limits.white_share, method="lower"))
    nearly = _share(levels, limits.nearly_white) >= limits.white_share
    words = f"背景不够白（最暗处 {darkest}，要求 {limits.white}）"
    advice = words + ("，差一点就是纯白" if nearly else "，请在纯白背景前重拍，或重新抠图")
    return Check("background_white", _rounded(share), limits.white_share, "fail", nearly, advice)


def border(photo: Photograph, limits: PortraitLimits) -> Check:
    """No frame around the picture: the outermost ring above the shoulders is at least nearly white."""
    levels = _ring(photo, limits)
    share = _share(levels, limits.nearly_white)
    verdict: Verdict = "pass" if share >= limits.white_share else "fail"
    advice = "" if verdict == "pass" else f"照片边缘不是白色（有边框或背景色，最暗处 {levels.min()}），请去掉边框"
    return Check("border", _rounded(share), limits.white_share, verdict, False, advice)


def _frame(photo: Photograph, limits: PortraitLimits) -> Levels:
    top = max(limits.ring, round(photo.height * limits.top_band))
    side = max(limits.ring, round(photo.width * limits.side_band))
    return _horseshoe(photo, top, side, limits)


def _ring(photo: Photograph, limits: PortraitLimits) -> Levels:
    return _horseshoe(photo, limits.ring, limits.ring, limits)


def _horseshoe(photo: Photograph, top: int, side: int, limits: PortraitLimits) -> Levels:
    """The levels of a top strip and of two side strips that end at the shoulder line, as one row."""
    if photo.darkest is None:
        raise ValueError("no pixels to measure")
    line = max(top, round(photo.height * limits.shoulder_line))
    upper = photo.darkest[:line]
    parts = upper[:top], upper[top:, :side], upper[top:, max(side, photo.width - side) :]
    return np.concatenate([part.ravel() for part in parts])


def _share(levels: Levels, least: int) -> float:
    return float(np.count_nonzero(levels >= least) / levels.size)


def _rounded(share: float) -> float:
    """Down to four places, so that a printed value never claims a threshold it has not reached."""
    return int(share * 10_000) / 10_000
