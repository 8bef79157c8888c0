"""What the province decides about a cycle."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import Post, User
from zhupei.audit.actions import record
from zhupei.cycles.models import Cycle, PictureCheck
from zhupei.cycles.strictness import USUAL, fingerprint, modes_of
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refusal, Refused
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.reading import DOCUMENT_CHECKS

CHECKS, MODES = PORTRAIT_CHECKS | DOCUMENT_CHECKS, dict(PictureCheck.Mode.choices)

FORBIDDEN = Refusal("picture-checks:forbidden", "只有省级管理员可以更改照片和材料的检查。")
UNKNOWN = Refusal("picture-checks:unknown", "没有这个检查项或方式，没有保存。请重新打开“照片和材料检查”。")
STALE = Refusal(
    "picture-checks:stale",
    "您打开本页之后，有人更改过这些设置，您的更改没有保存。",
    remedy="下面是现在的设置，请重新选择后保存。",
)


@locks.action
def set_picture_checks(
    *, actor: User, cycle_id: UUID, modes: Mapping[str, str], shown: str, at: datetime
) -> Mapping[str, str]:
    """Set how strictly checks are applied from now on; returns those that changed. What is settled is not judged again.

    `modes`: check → block, warn or off; checks that are not named stay. `shown` is the `fingerprint` of what the actor
    saw: whoever has seen something else is refused, unless he wants what is already so. Raises `Refused`.
    """
    if Post.Role.PROVINCE not in accounts.posts(actor):
        raise Refused(FORBIDDEN)
    if not (modes.keys() <= USUAL.keys() and all(mode in modes_of(name) for name, mode in modes.items())):
        raise Refused(UNKNOWN)
    cycle = Cycle.objects.select_for_update().get(pk=cycle_id)
    before = {**USUAL, **dict(cycle.picture_checks.values_list("code", "mode"))}
    changed = {name: mode for name, mode in sorted(modes.items()) if before[name] != mode}
    if not changed:
        return {}
    if fingerprint(before) != shown:
        raise Refused(STALE)
    for name, mode in changed.items():
        PictureCheck.objects.update_or_create(cycle=cycle, code=name, defaults={"mode": mode})
    record(
        verb="cycle.set-picture-checks",
        actor=actor,
        role=Post.Role.PROVINCE,
        at=at,
        object_type="cycle",
        object_id=cycle.pk,
        changes=[
            {"field": name, "label": CHECKS[name], "old": MODES[before[name]], "new": MODES[mode]}
            for name, mode in changed.items()
        ],
    )
    return changed
