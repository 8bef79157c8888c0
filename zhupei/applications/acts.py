"""延长报名时间, an act of two officers of the province. It stands here because it reaches single applications."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from zhupei.accounts.models import User
from zhupei.applications.actions import extending
from zhupei.approvals import verbs
from zhupei.approvals.verbs import ConfirmedMotion, Payload, Words
from zhupei.cycles import queries, rules
from zhupei.cycles.actions.extending import LABEL, VERB, extend
from zhupei.cycles.acts import decided_by_the_province, of_the_province
from zhupei.cycles.extension import registration_of
from zhupei.cycles.queries import Dates
from zhupei.kernel.refusals import Refusal
from zhupei.pure.dates import exact

EXTEND, SUBJECT = VERB, "round"
LIFETIME = timedelta(days=3)


def register() -> None:
    verbs.register(
        verbs.MotionVerb(
            name=EXTEND,
            label=LABEL,
            subject_type=SUBJECT,
            lifetime=LIFETIME,
            until=_old_deadline,
            find=queries.dates,
            hold=queries.held_dates,
            facts=_facts,
            words=_words,
            may_propose=of_the_province,
            may_confirm=decided_by_the_province,
            rule=_rule,
            run=_run,
        )
    )


def closes_of(payload: Mapping[str, Any]) -> datetime:
    """The new closing time of a proposal."""
    return datetime.fromisoformat(payload["closes"])


def _old_deadline(dates: Dates) -> datetime:
    """Nobody extends what is over. Without a registration the rule has refused already."""
    registration = registration_of(dates.stages)
    assert registration is not None
    return registration.closes


def _facts(dates: Dates) -> Words:
    """Every date that moves or that could be pushed: not how many people are concerned, which changes by the minute."""
    return [
        ("round", str(dates.round.pk)),
        *((stage.kind, f"{_exact(stage.opens)} {_exact(stage.closes)}") for stage in dates.stages),
        ("following", _exact(dates.following.opens) if dates.following else ""),
    ]


def _exact(moment: datetime) -> str:
    """The same in every zone."""
    return moment.astimezone(UTC).isoformat()


def _words(payload: Payload) -> Words:
    return [("新的报名截止时间", exact(closes_of(payload))), ("公开说明", payload["note"])]


def _rule(dates: Dates, payload: Payload, actor: User, at: datetime) -> Refusal | None:
    return rules.extending(dates.stages, dates.following, closes_of(payload), at) or rules.public_note(payload["note"])


def _run(act: ConfirmedMotion) -> None:
    """The dates and the announcement now; the people one after another, by jobs of this transaction."""
    extend(
        round_id=act.subject.round.pk,
        closes=closes_of(act.payload),
        note=act.payload["note"],
        motion_id=act.motion.pk,
        actor=act.actor,
        at=act.at,
    )
    extending.begin_telling(act.motion.pk)
