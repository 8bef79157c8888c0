"""Why settings may not be changed like this, or not by one person (domain section 10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhupei.cycles.changes import detail
from zhupei.cycles.models import Round, Stage
from zhupei.cycles.policies import Settings, Values
from zhupei.kernel.refusals import Refusal

UNKNOWN = Refusal("policy:unknown", "没有这个设置，没有保存。请重新打开“设置”。")
NOTHING = Refusal("policy:nothing", "没有改动，设置与之前相同。")
STALE = Refusal(
    "policy:stale",
    "您打开本页之后，有人更改过这些设置，您的更改没有保存。",
    remedy="下面是现在的设置，请重新选择后保存。",
)
TWO_PERSONS = Refusal(
    "policy:two-persons",
    "报名已经开始，这组设置须由一人提出、另一人确认。",
    remedy="请写明原因后提出，由另一位省级管理员确认。",
)
MISTOLD = Refusal("policy:mistold", "提出的内容与设置不一致，没有执行。", remedy="请重新提出。")


def values(settings: Settings, wanted: Values) -> Refusal | None:
    """Fields that exist, values that they allow, and all together."""
    fields = settings.fields()
    if not wanted.keys() <= fields.keys():
        return UNKNOWN
    for name, value in wanted.items():
        if words := fields[name].fault(value):
            return Refusal("policy:value", words, field=name)
    return settings.group.together({**settings.values, **wanted})


def alone(settings: Settings, at: datetime) -> Refusal | None:
    """One person changes what concerns nobody yet: before people register, or a group that says so."""
    return None if settings.group.alone or not begun(settings, at) else TWO_PERSONS


def begun(settings: Settings, at: datetime) -> bool:
    """Whether registration of the round, or of any round of the cycle, has begun."""
    stages = Stage.objects.filter(kind=Stage.Kind.REGISTRATION, opens__lte=at)
    owner = settings.owner
    rounds = {"round": owner} if isinstance(owner, Round) else {"round__cycle": owner}
    return stages.filter(**rounds).exists()


def proposal(settings: Settings, payload: Mapping[str, Any]) -> Refusal | None:
    """Something changes, and it is what the proposal says in words."""
    if refusal := values(settings, payload["values"]):
        return refusal
    changes = settings.changes(payload["values"])
    if not changes:
        return NOTHING
    return None if detail(changes) == payload["changes"] else MISTOLD
