"""What the province decides about a cycle: how long people may register, and every setting."""

from zhupei.cycles.actions.extending import extend
from zhupei.cycles.actions.policies import propose_policies, set_policies

__all__ = ["extend", "propose_policies", "set_policies"]
