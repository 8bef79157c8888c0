"""Portraits measured against the rule. `verify` itself lives in `portrait.verify`: it loads the image libraries."""

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import Check, PortraitReport

__all__ = ["Check", "PortraitLimits", "PortraitReport"]
