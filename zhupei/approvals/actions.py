"""Proposing an act, and deciding about it: lock → rules → move → decision → audit event → the act, one transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.approvals import queries, rules, states, verbs
from zhupei.approvals.models import Decision, Motion
from zhupei.approvals.verbs import ConfirmedMotion
from zhupei.audit import actions as audit
from zhupei.kernel import locks, writes
from zhupei.kernel.refusals import Refused, require

ENDS = {rules.EXPIRED.code: "expire", rules.OVERTAKEN.code: "overtake", rules.PROPOSER_GONE.code: "overtake"}


@locks.action
def propose(
    *, verb: str, subject_id: object, payload: Mapping[str, Any], reason: str, shown: str, actor: User, at: datetime
) -> Motion:
    """Nothing happens yet but that others can see it. `shown` is the verb's digest on the page. Raises `Refused`."""
    act = verbs.get(verb)
    subject = act.hold(str(subject_id))
    waiting = queries.open_about(verb, act.subject_type, str(subject_id))
    if waiting is not None and (outlived := rules.outlived(waiting, act, at)):
        _end(waiting.pk, ENDS[outlived.code], at)
        waiting = None
    require(rules.proposing(act, actor, waiting))
    require(act.rule(subject, payload, actor, at))
    require(rules.reasoned(reason))
    if shown != act.digest(subject):
        raise Refused(rules.STALE)
    motion = writes.insert(
        Motion(
            verb=verb,
            subject_type=act.subject_type,
            subject_id=str(subject_id),
            payload=json.dumps(payload, ensure_ascii=False, sort_keys=True),
            digest=shown,
            reason=reason.strip(),
            proposed_by=actor,
            proposed_at=at,
            expires_at=act.expires(subject, at),
        )
    )
    _record(motion, "propose", states.PROPOSER, actor, at)
    return motion


def confirm(*, motion_id: UUID, shown: str, actor: User, at: datetime) -> Motion:
    """Run the act, exactly as proposed. `shown` is the digest on the page of the person who confirms.

    A motion that has expired or was overtaken, or whose proposer has left, is ended before the refusal is raised.
    Raises `Refused`; a failure of the act leaves the motion open and nothing else.
    """
    try:
        return _confirm(motion_id=motion_id, shown=shown, actor=actor, at=at)
    except Refused as refused:
        if verb := ENDS.get(refused.refusal.code):
            _end(motion_id, verb, at)
        raise


@locks.action
def _confirm(*, motion_id: UUID, shown: str, actor: User, at: datetime) -> Motion:
    motion = queries.locked(motion_id)
    act = verbs.get(motion.verb)
    require(rules.confirming(motion, act, actor, _may_decide(motion, actor), at))
    subject = act.hold(motion.subject_id)
    require(rules.unchanged(motion, shown, act.digest(subject)))
    payload = motion.contents
    require(act.rule(subject, payload, actor, at))
    _decide(motion, "confirm", states.SECOND, actor, at)
    act.run(ConfirmedMotion(motion, subject, payload, actor, at))
    return motion


@locks.action
def refuse(*, motion_id: UUID, reason: str, actor: User, at: datetime) -> Motion:
    """Not like this; the proposer reads why. Raises `Refused`."""
    motion = queries.locked(motion_id)
    require(rules.refusing(motion, actor, _may_decide(motion, actor), reason))
    _decide(motion, "refuse", states.SECOND, actor, at, reason.strip())
    return motion


@locks.action
def withdraw(*, motion_id: UUID, actor: User, at: datetime) -> Motion:
    """Whoever has proposed it thinks better of it. Raises `Refused`."""
    motion = queries.locked(motion_id)
    require(rules.withdrawing(motion, verbs.get(motion.verb), actor))
    _decide(motion, "withdraw", states.PROPOSER, actor, at)
    return motion


@locks.action
def expire(*, motion_id: UUID, at: datetime) -> None:
    """The clock's own move. Too early or a second time it changes nothing."""
    motion = Motion.objects.filter(pk=motion_id, expires_at__lte=at).first()
    if motion is not None:
        _end(motion.pk, "expire", at)


@locks.action
def _end(motion_id: UUID, verb: str, at: datetime) -> None:
    motion = queries.locked(motion_id)
    if states.MOVES.find(motion.state, verb, states.CLOCK) is not None:
        _decide(motion, verb, states.CLOCK, None, at)


def _may_decide(motion: Motion, actor: User) -> bool:
    return queries.decidable_by(actor).filter(pk=motion.pk).exists()


def _decide(motion: Motion, verb: str, role: str, actor: User | None, at: datetime, reason: str = "") -> None:
    motion.state = states.MOVES.target(motion.state, verb, role)
    writes.update(motion, ("state",))
    event = _record(motion, verb, role, actor, at)
    writes.insert(Decision(motion=motion, verb=verb, role=role, actor=actor, at=at, reason=reason, event=event))


def _record(motion: Motion, verb: str, role: str, actor: User | None, at: datetime) -> Any:
    """In the trail it stands with the subject: who searches for that finds everything."""
    return audit.record(
        verb=f"motion.{verb}",
        actor=actor,
        role=role,
        at=at,
        object_type=motion.subject_type,
        object_id=motion.subject_id,
        motion=motion.pk,
        act=motion.verb,
    )
