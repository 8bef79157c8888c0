"""When a document can be read. Every figure is a setting; the defaults are imaging.md "Documents"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

DocumentKind = Literal["id-front", "id-back", "certificate"]


@dataclass(frozen=True)
class DocumentLimits:
    """Pixels, levels 0 to 255, shares and ratios 0 to 1. What lies between two bounds is a warning."""

    long_side: int = 1000
    sharp: float = 0.50
    blurred: float = 0.35
    dark: float = 70.0
    glare_level: int = 252
    glare: float = 0.04
    paper_white: int = 235
    chroma: float = 12.0
    colour: float = 0.01
    grey: float = 0.0015
    text_score: float = 0.88

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> DocumentLimits:
        """From settings by name; what is not named has its default. TypeError: an unknown name."""
        return cls(**settings)
