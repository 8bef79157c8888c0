"""When a document can be read. Every figure is a setting; the defaults are imaging.md "Documents".

Beside each field stands what it may be set to; docs/IMAGING.md lists names, meanings, defaults and ranges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from zhupei.pure.thresholds import Between, Thresholds

DocumentKind = Literal["id-front", "id-back", "certificate"]


@dataclass(frozen=True)
class DocumentLimits(Thresholds):
    """Pixels, levels 0 to 255, shares and ratios 0 to 1. What lies between two bounds is a warning.

    No picture is kept with a side of more than 3,000 pixels (`scans.results.Limits`), so none can be asked for.
    """

    ORDER = (("blurred", "sharp"), ("grey", "colour"))

    long_side: Annotated[int, Between(100, 3000)] = 1000
    sharp: Annotated[float, Between(0, 0.9)] = 0.50
    blurred: Annotated[float, Between(0, 0.9)] = 0.35
    dark: Annotated[float, Between(0, 255)] = 70.0
    glare_level: Annotated[int, Between(200, 255)] = 252
    glare: Annotated[float, Between(0, 1)] = 0.04
    paper_white: Annotated[int, Between(150, 255)] = 235
    chroma: Annotated[float, Between(0, 100)] = 12.0
    colour: Annotated[float, Between(0, 1)] = 0.01
    grey: Annotated[float, Between(0, 1)] = 0.0015
    text_score: Annotated[float, Between(0, 1)] = 0.88
