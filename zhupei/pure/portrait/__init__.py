"""Portraits measured against the rule and mended to it.

`verify` and `repair` live in the modules of their names: those load the image libraries.
"""

from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import PORTRAIT_CHECKS, CheckResult, PortraitReport, Repair

__all__ = ["PORTRAIT_CHECKS", "CheckResult", "PortraitLimits", "PortraitReport", "Repair"]
