"""Motions as lines of a list: with the label of their act and the account they are about."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhupei.accounts.models import User
from zhupei.approvals.models import Motion
from zhupei.desks.support.kinds import BY_VERB, Kind


@dataclass(frozen=True)
class Line:
    motion: Motion
    kind: Kind
    person: User | None


def lines(motions: Iterable[Motion]) -> list[Line]:
    """Those of this desk, in the given order. Two queries."""
    found = [motion for motion in motions if motion.verb in BY_VERB]
    people = {str(person.pk): person for person in User.objects.filter(pk__in={m.subject_id for m in found})}
    return [Line(motion, BY_VERB[motion.verb], people.get(motion.subject_id)) for motion in found]
