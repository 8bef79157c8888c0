"""One act of people, and who may do it. `do(scene, actor)` prepares nothing but what the act is about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.rights.scene import Scene
from zhupei.accounts.models import User

Do = Callable[[Scene, User], Any]
Prepare = Callable[[Scene], Any]

APPLICANTS = ("owner_of_the_draft", "owner_of_the_submitted", "owner_of_the_approved", "other_applicant")
THIS_BASE = ("reviewer", "administrator")
SUPPORT = ("support", "colleague_at_support")
WITHOUT_ACCOUNT = ("frozen_applicant", "disabled_applicant", "nobody", "disabled_administrator", "disabled_support")


@dataclass(frozen=True)
class Act:
    """`who` may do it; `but` may not, everybody else may. `by_role`: whether a role gives the right, or only the
    account. `before` prepares what the act needs beyond the scene and gives it to `do`. `alone`: the act counts in a
    transaction of its own and can here only be followed to that point.
    """

    do: Callable[..., Any]
    who: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    by_role: bool = True
    before: Prepare | None = None
    alone: bool = False

    def allows(self, role: str) -> bool:
        return role in self.who if self.who else role not in self.but


def own(do: Callable[..., Any], who: tuple[str, ...], **more: Any) -> Act:
    """What applicants do, each for himself."""
    return Act(do, who=who, by_role=False, **more)


def anybody(do: Callable[..., Any], **more: Any) -> Act:
    """What every account does for itself."""
    return Act(do, but=WITHOUT_ACCOUNT, by_role=False, **more)
