"""What a portrait must be. Every figure is a setting; the defaults are the manual's (domain section 5)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PortraitLimits:
    """Bytes (1 KB = 1024), pixels, levels 0 to 255, shares 0 to 1.

    `shoulder_line`, `side_band` and `top_band` bound the part of the picture where an upright portrait shows
    nothing but background: they hold for every head the rule allows (head 0.60 to 0.74 of the height, crown
    margin from 0.04).
    """

    min_bytes: int = 150 * 1024
    max_bytes: int = 500 * 1024
    min_width: int = 413
    min_height: int = 526
    max_pixels: int = 40_000_000
    white: int = 255
    nearly_white: int = 250
    white_share: float = 0.99
    ring: int = 3
    shoulder_line: float = 0.60
    side_band: float = 0.05
    top_band: float = 0.04
