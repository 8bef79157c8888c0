"""What the province settles about a cycle, as the trail tells it."""

from zhupei.accounts.trail import MOTION
from zhupei.audit import verbs
from zhupei.audit.verbs import CHANGES, Detail, Thing
from zhupei.cycles import policies, queries
from zhupei.cycles.actions import extending
from zhupei.cycles.actions import policies as changing
from zhupei.cycles.models import PictureCheck
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.document_check import DOCUMENT_CHECKS

CHECKS = PORTRAIT_CHECKS | DOCUMENT_CHECKS


def register() -> None:
    verbs.things(cycle="年度招录", round=Thing("轮次", _round))
    groups = {group.name: group.title for group in policies.known()}
    verbs.register(changing.VERB, "更改设置", group=Detail("设置", groups), changes=CHANGES, motion=MOTION)
    announcement = Detail("公告", about="announcement")
    verbs.register(extending.VERB, extending.LABEL, motion=MOTION, announcement=announcement, changes=CHANGES)
    by_mode = {mode.value: Detail(f"改为{mode.label}", CHECKS) for mode in PictureCheck.Mode}
    verbs.bygone("cycle.set-picture-checks", "更改照片和材料检查", changes=CHANGES, **by_mode)


def _round(round_id: str) -> str:
    found = queries.rounds().get(round_id)
    return str(found) if found else ""
