"""What the province settles about a cycle, as the trail tells it."""

from zhupei.audit import verbs
from zhupei.audit.verbs import CHANGES, Detail
from zhupei.cycles.models import PictureCheck
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.reading import DOCUMENT_CHECKS

CHECKS = PORTRAIT_CHECKS | DOCUMENT_CHECKS


def register() -> None:
    verbs.things(cycle="年度招录")
    verbs.register("cycle.set-picture-checks", "更改照片和材料检查", changes=CHANGES)
    by_mode = {mode.value: Detail(f"改为{mode.label}", CHECKS) for mode in PictureCheck.Mode}
    verbs.formerly("cycle.set-picture-checks", **by_mode)
