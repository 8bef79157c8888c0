"""What a portrait must be. Every figure is a setting; the defaults are domain section 5 and imaging.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Range = tuple[float, float]


@dataclass(frozen=True)
class PortraitLimits:
    """Bytes (1 KB = 1024), pixels, degrees, levels 0 to 255, shares 0 to 1 of the picture's height or width.

    Where a measure has a second bound, what lies between the two is a warning: passes, with advice.
    `shoulder_line`, `side_band` and `top_band` bound the part that is all background in an upright portrait; they
    serve when no face tells more.
    """

    min_bytes: int = 150 * 1024
    max_bytes: int = 500 * 1024
    min_width: int = 413
    min_height: int = 526
    max_pixels: int = 40_000_000

    head_height: Range = (0.60, 0.74)
    head_height_warn: Range = (0.55, 0.80)
    axis: Range = (0.46, 0.54)
    crown_margin: Range = (0.04, 0.14)
    roll: float = 3.0
    roll_repairable: float = 8.0
    yaw: float = 8.0
    yaw_warn: float = 15.0
    eyes_open: float = 0.20
    eyes_closed: float = 0.17
    sharp: float = 0.32
    blurred: float = 0.25
    head_pixels: int = 350
    head_pixels_least: int = 240

    white: int = 255
    nearly_white: int = 250
    white_share: float = 0.99
    ring: int = 3
    ground_above: float = 0.75
    person_margin: float = 0.025
    shoulder_line: float = 0.60
    side_band: float = 0.05
    top_band: float = 0.04

    face_luma: Range = (90.0, 200.0)
    face_luma_warn: float = 215.0
    clipped: float = 0.01
    chroma: float = 4.0
    uneven: float = 1.4
    uneven_fail: float = 1.8

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> PortraitLimits:
        """From settings by name, as JSON keeps them; what is not named has its default. TypeError: an unknown name."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()
        }
        return cls(**values)
