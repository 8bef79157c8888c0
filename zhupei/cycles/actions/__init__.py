"""What the province decides about a cycle: how long people may register, and every setting."""

from zhupei.cycles.actions.extending import extend
from zhupei.cycles.actions.picture_checks import set_picture_checks

__all__ = ["extend", "set_picture_checks"]
