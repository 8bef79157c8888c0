"""延长报名时间: the province lets registration of a round close later, and what depends on it moves along."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts.models import Post, User
from zhupei.audit.actions import record
from zhupei.cycles import queries, rules
from zhupei.cycles.changes import detail
from zhupei.cycles.extension import Shift, changed, shifts, told
from zhupei.cycles.models import Stage
from zhupei.kernel import locks, writes
from zhupei.kernel.refusals import require
from zhupei.portal import actions as portal

VERB = "round.extend-registration"
LABEL = "延长报名时间"


@locks.action
def extend(*, round_id: UUID, closes: datetime, note: str, motion_id: UUID, actor: User, at: datetime) -> list[Shift]:
    """Registration closes at `closes`, its dependent dates move, and the note stands on the portal at once.

    The announcement has the id of the motion by which two persons have decided. Returns what has become of every stage.
    Raises `Refused`.
    """
    held = queries.held_dates(round_id)
    require(rules.province(actor))
    require(rules.extending(held.stages, held.following, closes, at))
    require(rules.public_note(note))
    found = shifts(held.stages, closes)
    changes = changed(found)
    for each in found:
        if each.moved:
            writes.update(Stage(pk=each.stage.pk, opens=each.opens, closes=each.closes), ("opens", "closes"))
    record(
        verb=VERB,
        actor=actor,
        role=Post.Role.PROVINCE,
        at=at,
        object_type="round",
        object_id=round_id,
        motion=motion_id,
        announcement=motion_id,
        changes=detail(changes),
    )
    title = f"关于延长{held.round.cycle.year}年{held.round.name}网上报名时间的公告"
    portal.publish(
        announcement_id=motion_id, title=title, body="\n".join([note.strip(), *told(changes)]), actor=actor, at=at
    )
    return found
