"""Motions as lines of a list: with the label of their act and the account they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhupei.accounts.models import User
from zhupei.approvals import states
from zhupei.approvals.models import Motion
from zhupei.desks.support.kinds import BY_VERB, SupportAct


@dataclass(frozen=True)
class SupportMotion:
    motion: Motion
    kind: SupportAct
    person: User | None

    @property
    def ended(self) -> bool:
        return self.motion.state != states.OPEN

    def waits(self, at: datetime) -> bool:
        """Whether somebody can still confirm it; when its time is over the act can be proposed anew."""
        return not self.ended and at < self.motion.expires_at


@dataclass(frozen=True)
class Offer:
    """An act on the page of an account: to be proposed, or with the line that waits for the second person."""

    kind: SupportAct
    waiting: SupportMotion | None


def lines(motions: Iterable[Motion]) -> list[SupportMotion]:
    """Those of this desk, in the given order. Two queries."""
    found = [motion for motion in motions if motion.verb in BY_VERB]
    people = {str(person.pk): person for person in User.objects.filter(pk__in={m.subject_id for m in found})}
    return [SupportMotion(motion, BY_VERB[motion.verb], people.get(motion.subject_id)) for motion in found]


def offers(kinds: Iterable[SupportAct], about: Sequence[SupportMotion], at: datetime) -> list[Offer]:
    waiting = {line.kind: line for line in about if line.waits(at)}
    return [Offer(kind, waiting.get(kind)) for kind in kinds]
