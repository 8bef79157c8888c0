"""The file itself: type, size in bytes, pixels."""

from __future__ import annotations

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.photograph import Photograph
from zhupei.pure.portrait.report import CheckResult, Measure

JPEG_MAGIC = b"\xff\xd8\xff"
KILOBYTE = 1024


def file(photo: Photograph, limits: PortraitLimits, *, lying: bool = False) -> CheckResult:
    """Type by magic bytes, size, pixels. Value and threshold are those of the first thing that is wrong.

    Repair mends the type and the size, never a lack of pixels. Of a picture `lying` on its side width and height are
    those it will have once it stands: that it lies is for `upright` to say.
    """
    if not photo.data.startswith(JPEG_MAGIC) and not photo.width:
        return CheckResult(
            "file", "other", "jpg", "fail", False, "照片须为 jpg 格式，这个文件无法打开，请另存为 jpg 或重新拍摄"
        )
    if not photo.data.startswith(JPEG_MAGIC) and photo.pixels is not None:
        return CheckResult("file", "other", "jpg", "fail", True, "照片须为 jpg 格式")
    low, high = limits.min_bytes // KILOBYTE, limits.max_bytes // KILOBYTE
    kilobytes = round(photo.size / KILOBYTE)
    faults: list[tuple[Measure, Measure, bool, str]] = []
    width, height = (photo.height, photo.width) if lying else (photo.width, photo.height)
    for name, measured, least in (("宽", width, limits.min_width), ("高", height, limits.min_height)):
        if 0 < measured < least:
            faults.append((measured, least, False, f"{name} {measured} 像素，要求不少于 {least}"))
    if not limits.min_bytes <= photo.size <= limits.max_bytes:
        faults.append((kilobytes, [low, high], True, f"文件 {kilobytes} KB，要求 {low} 至 {high} KB"))
    if photo.width * photo.height > limits.max_pixels:
        found, most = (f"{pixels / 1_000_000:.0f}" for pixels in (photo.width * photo.height, limits.max_pixels))
        faults.append(
            (photo.width * photo.height, limits.max_pixels, False, f"照片 {found} 百万像素，要求不超过 {most}")
        )
    elif photo.pixels is None:
        faults.append((kilobytes, [low, high], False, "照片不完整或已损坏，无法打开"))
    if not faults:
        return CheckResult("file", kilobytes, [low, high], "pass", True)
    repairable = all(each for _, _, each, _ in faults)
    return CheckResult("file", *faults[0][:2], "fail", repairable, "；".join(words for *_, words in faults))
