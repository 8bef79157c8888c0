"""Why something may not be proposed or decided. Asked after the lock, of the person who acts."""

from datetime import datetime

from zhupei.accounts import rules as accounts
from zhupei.accounts.models import User
from zhupei.approvals import states
from zhupei.approvals.models import Motion
from zhupei.approvals.verbs import MotionVerb
from zhupei.kernel.refusals import Refusal
from zhupei.pure.identity import name_key

SHORTEST_REASON, LONGEST_REASON = 4, 300

FORBIDDEN = Refusal("motion:forbidden", "您没有办理这件事的权限。")
EXPIRED = Refusal("motion:expired", "这件事没有在期限内确认，已失效。", remedy="如仍需办理，请重新提出。")
OVERTAKEN = Refusal("motion:overtaken", "提出之后情况有变化，这件事已失效，没有执行。", remedy="请核对后重新提出。")
PROPOSER_GONE = Refusal("motion:proposer-gone", "提出人已不在岗，没有执行。", remedy="如仍需办理，请重新提出。")
STALE = Refusal("motion:stale", "页面打开之后情况有变化，没有执行。", remedy="请重新打开这件事，核对后再操作。")
REASON = Refusal("motion:reason", "请写明原因。", field="reason")
TOO_SHORT = Refusal("motion:short", f"请写清楚，至少 {SHORTEST_REASON} 个字。", field="reason")
TOO_LONG = Refusal("motion:long", f"原因最多 {LONGEST_REASON} 个字。", field="reason")
SAME_PERSON = Refusal("motion:same-person", "提出的人不能确认自己提出的事，请另一位同事确认。")
SAME_NAME = Refusal(
    "motion:same-person", "您与提出人的姓名或手机号相同，须由另一位同事确认。", remedy="一个人不能用两个账号确认自己。"
)


def proposing(verb: MotionVerb, actor: User, waiting: Motion | None) -> Refusal | None:
    """`waiting`: an open motion about the same, if there is one."""
    if not verb.may_propose(actor):
        return FORBIDDEN
    if waiting is not None:
        return Refusal("motion:open", f"{waiting.proposed_by.name}已提出“{verb.label}”，正等待另一位确认。")
    return None


def confirming(motion: Motion, verb: MotionVerb, actor: User, may_decide: bool, at: datetime) -> Refusal | None:
    """Right, state, person, time, and whether the proposer might still propose it: two persons stand for the act.

    Whether things are still as they were is asked of the subject (`unchanged`).
    """
    if refusal := _deciding(motion, "confirm", actor, may_decide):
        return refusal
    return outlived(motion, verb, at)


def outlived(motion: Motion, verb: MotionVerb, at: datetime) -> Refusal | None:
    """Why an open motion can come to nothing, whoever wants to decide it; another one may take its place."""
    if at >= motion.expires_at:
        return EXPIRED
    return None if verb.may_propose(motion.proposed_by) else PROPOSER_GONE


def refusing(motion: Motion, actor: User, may_decide: bool, reason: str) -> Refusal | None:
    return _deciding(motion, "refuse", actor, may_decide) or reasoned(reason)


def withdrawing(motion: Motion, verb: MotionVerb, actor: User) -> Refusal | None:
    """The proposer, while he might still propose it."""
    if motion.proposed_by_id != actor.pk or not verb.may_propose(actor):
        return FORBIDDEN
    return states.MOVES.refusal(motion.state, "withdraw", states.PROPOSER)


def unchanged(motion: Motion, shown: str, now: str) -> Refusal | None:
    """The proposer, the page of the other person and the present must agree."""
    if now != motion.digest:
        return OVERTAKEN
    return None if shown == motion.digest else STALE


def reasoned(reason: str) -> Refusal | None:
    """Of whoever proposes and of whoever refuses: neither empty nor a sign of impatience, and without numbers."""
    words = reason.strip()
    if not words:
        return REASON
    if len(words) < SHORTEST_REASON:
        return TOO_SHORT
    return TOO_LONG if len(words) > LONGEST_REASON else accounts.without_numbers(words)


def another_person(motion: Motion, actor: User) -> Refusal | None:
    """Not the proposer, and not somebody who may be him under another account."""
    proposer = motion.proposed_by
    if actor.pk == proposer.pk:
        return SAME_PERSON
    return SAME_NAME if alike(actor, proposer) else None


def alike(one: User, other: User) -> bool:
    """The same name or the same telephone: two accounts of one person, as far as anybody can tell."""
    return name_key(one.name) == name_key(other.name) or bool(one.phone_index and one.phone_index == other.phone_index)


def _deciding(motion: Motion, verb: str, actor: User, may_decide: bool) -> Refusal | None:
    if not may_decide:
        return FORBIDDEN
    return states.MOVES.refusal(motion.state, verb, states.SECOND) or another_person(motion, actor)
