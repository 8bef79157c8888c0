"""What a portrait must be. Every figure is a setting; the defaults are domain section 5 and imaging.md.

Beside each field stands what it may be set to; docs/IMAGING.md lists names, meanings, defaults and ranges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from zhupei.pure.thresholds import Between, Thresholds

Range = tuple[float, float]
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class PortraitLimits(Thresholds):
    """Bytes (1 KB = 1024), pixels, degrees, levels 0 to 255, shares 0 to 1 of the picture's height or width.

    Where a measure has a second bound, what lies between the two is a warning: passes, with advice.
    `shoulder_line`, `side_band` and `top_band` bound the part that is all background in an upright portrait; they
    serve when no face tells more.
    """

    ORDER = (
        ("min_bytes", "max_bytes"),
        ("head_height", "head_height_warn"),
        ("roll", "roll_repairable"),
        ("yaw", "yaw_warn"),
        ("eyes_closed", "eyes_open"),
        ("blurred", "sharp"),
        ("head_pixels_least", "head_pixels"),
        ("nearly_white", "white"),
        ("uneven", "uneven_fail"),
    )

    min_bytes: Annotated[int, Between(1, 10 * MEGABYTE)] = 150 * 1024
    max_bytes: Annotated[int, Between(1024, 10 * MEGABYTE)] = 500 * 1024
    min_width: Annotated[int, Between(1, 3000)] = 413
    min_height: Annotated[int, Between(1, 3000)] = 526
    max_pixels: Annotated[int, Between(1_000_000, 40_000_000)] = 40_000_000

    head_height: Annotated[Range, Between(0.1, 1)] = (0.60, 0.74)
    head_height_warn: Annotated[Range, Between(0.1, 1)] = (0.55, 0.80)
    axis: Annotated[Range, Between(0, 1)] = (0.46, 0.54)
    crown_margin: Annotated[Range, Between(0, 0.5)] = (0.04, 0.14)
    roll: Annotated[float, Between(0.5, 45)] = 3.0
    roll_repairable: Annotated[float, Between(0, 45)] = 8.0
    yaw: Annotated[float, Between(1, 90)] = 8.0
    yaw_warn: Annotated[float, Between(1, 90)] = 15.0
    eyes_open: Annotated[float, Between(0, 0.5)] = 0.20
    eyes_closed: Annotated[float, Between(0, 0.5)] = 0.17
    sharp: Annotated[float, Between(0, 0.9)] = 0.32
    blurred: Annotated[float, Between(0, 0.9)] = 0.25
    head_pixels: Annotated[int, Between(1, 2000)] = 350
    head_pixels_least: Annotated[int, Between(1, 2000)] = 240

    white: Annotated[int, Between(200, 255)] = 255
    nearly_white: Annotated[int, Between(200, 255)] = 250
    white_share: Annotated[float, Between(0.5, 1)] = 0.99
    ring: Annotated[int, Between(1, 50)] = 3
    ground_above: Annotated[float, Between(0.1, 1)] = 0.75
    person_margin: Annotated[float, Between(0, 0.2)] = 0.025
    shoulder_line: Annotated[float, Between(0.1, 1)] = 0.60
    side_band: Annotated[float, Between(0.01, 0.3)] = 0.05
    top_band: Annotated[float, Between(0.01, 0.3)] = 0.04

    face_luma: Annotated[Range, Between(0, 255)] = (90.0, 200.0)
    face_luma_warn: Annotated[float, Between(0, 255)] = 215.0
    clipped: Annotated[float, Between(0, 1)] = 0.01
    chroma: Annotated[float, Between(0, 50)] = 4.0
    uneven: Annotated[float, Between(1, 10)] = 1.4
    uneven_fail: Annotated[float, Between(1, 10)] = 1.8
