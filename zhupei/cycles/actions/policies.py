"""Changing settings: by one officer while nobody registers yet, by two from then on. The trail keeps old and new."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from zhupei.accounts.models import Post, User
from zhupei.approvals import actions as approvals
from zhupei.approvals import verbs
from zhupei.approvals.models import Motion
from zhupei.audit.actions import record
from zhupei.cycles import policies, policy_rules, rules
from zhupei.cycles.changes import SettingChange, detail
from zhupei.cycles.policies import Settings, Values
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refused, require

VERB = "policy.change"


@locks.action
def set_policies(
    *, group: str, owner_id: UUID, values: Values, shown: str, actor: User, at: datetime
) -> Sequence[SettingChange]:
    """Set these from now on; what is settled already is not judged again. Returns what has changed.

    `values`: field → value; fields that are not named stay. `shown` is the verb's digest on the page: whoever has seen
    something else is refused, unless he wants what is already so. Raises `Refused`.
    """
    settings = policies.hold(policies.get(group), owner_id)
    require(rules.province(actor))
    require(policy_rules.values(settings, values))
    if not settings.changes(values):
        return ()
    if shown != digest(settings):
        raise Refused(policy_rules.STALE)
    require(policy_rules.alone(settings, at))
    return apply(settings, values, actor=actor, at=at)


def propose_policies(
    *, group: str, owner_id: UUID, values: Values, reason: str, shown: str, actor: User, at: datetime
) -> Motion:
    """The same as a proposal to another officer: exactly these values, told in words. Raises `Refused`."""
    settings = policies.find(policies.get(group), owner_id)
    require(policy_rules.values(settings, values))
    payload = {"values": settings.changed(values), "changes": detail(settings.changes(values))}
    return approvals.propose(
        verb=settings.group.verb,
        subject_id=owner_id,
        payload=payload,
        reason=reason,
        shown=shown,
        actor=actor,
        at=at,
    )


def apply(
    settings: Settings, values: Values, *, actor: User, at: datetime, motion_id: UUID | None = None
) -> Sequence[SettingChange]:
    """Of held settings, once the rules have been asked: the values, and one event with old and new of each."""
    changed, changes = settings.changed(values), settings.changes(values)
    settings.group.write(settings.owner, changed)
    beside: dict[str, Any] = {"motion": motion_id}
    if motion_id is None:
        beside = {}
    record(
        verb=VERB,
        actor=actor,
        role=Post.Role.PROVINCE,
        at=at,
        object_type=settings.group.scope,
        object_id=settings.owner.pk,
        group=settings.group.name,
        changes=detail(changes),
        **beside,
    )
    return changes


def digest(settings: Settings) -> str:
    """What a page shows of these settings, for `shown`."""
    return verbs.get(settings.group.verb).digest(settings)
