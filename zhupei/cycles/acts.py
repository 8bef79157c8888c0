"""Changing settings of a round that has begun: an act of two officers of the province, one verb for each group."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q

from zhupei.accounts.models import User
from zhupei.approvals import verbs
from zhupei.approvals.verbs import ConfirmedMotion, Payload, Words
from zhupei.cycles import policies, policy_rules, rules
from zhupei.cycles.actions.policies import apply
from zhupei.cycles.policies import Group, Settings
from zhupei.kernel.refusals import Refusal

LIFETIME = timedelta(days=3)


def register() -> None:
    for group in policies.known():
        verbs.register(_verb(group))


def _verb(group: Group) -> verbs.MotionVerb:
    return verbs.MotionVerb(
        name=group.verb,
        label=f"更改设置：{group.title}",
        subject_type=group.scope,
        lifetime=LIFETIME,
        find=partial(policies.find, group),
        hold=partial(policies.hold, group),
        facts=Settings.facts,
        words=_words,
        may_propose=of_the_province,
        may_confirm=decided_by_the_province,
        rule=_rule,
        run=_run,
    )


def _words(payload: Payload) -> Words:
    return [(change["label"], f"{change['old']} → {change['new']}") for change in payload["changes"]]


def of_the_province(user: User) -> bool:
    """Who may propose what is the province's to decide."""
    return rules.province(user) is None


def decided_by_the_province(user: User) -> Q | None:
    """The same for whoever confirms."""
    return Q() if of_the_province(user) else None


def _rule(settings: Settings, payload: Mapping[str, Any], actor: User, at: datetime) -> Refusal | None:
    return rules.province(actor) or policy_rules.proposal(settings, payload)


def _run(act: ConfirmedMotion) -> None:
    apply(act.subject, act.payload["values"], actor=act.actor, at=act.at, motion_id=act.motion.pk)
