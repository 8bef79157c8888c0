"""What a base may decide, about which version and until when (domain section 6); what is found on site."""

from collections.abc import Sequence
from datetime import datetime

from zhupei.accounts.rules import undisturbed
from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.cycles.models import Stage
from zhupei.cycles.rules import open_window
from zhupei.kernel.refusals import Refusal
from zhupei.pure import dates

# Words that the applicant reads: of a decision as a whole, of one item in a return, and beside a check on site.
LONGEST_REASON = 500
LONGEST_ITEM_REASON = 300
LONGEST_NOTE = 200

# The page shows these before it sends anything: the same sentences, whoever says them.
UNEXPLAINED = "请写明“{title}”的退回原因。"
MARKED = "您已把 {count} 项标为“需修改”，不能通过。请改标为“合格”，或选择“退回补正”。"
NOTHING_MARKED = Refusal("return:items", "退回补正需至少把一项标为“需修改”，并选择原因。")
NO_REASON = Refusal("review:reason", "请写明原因，学员会看到。", field="reason")

# What each decision needs of the marks and words on the page, with what is said where it is missing: the rules below,
# for a page that can say so before it sends anything.
NEEDS = {
    "approve": {"no_mark": MARKED},
    "return": {"mark": NOTHING_MARKED.message, "why": UNEXPLAINED},
    "reject": {"reason": NO_REASON.message},
}


def review(
    application: Application, version_id: object, verb: str, role: str, stage: Stage | None, at: datetime
) -> Refusal | None:
    """A decision concerns exactly the version that the reviewer has seen, while the review is open.

    A correction may arrive in the last minute of its grace, when the review is over: as much time again remains to
    approve or reject it, so that nobody waits for ever. It cannot be returned once more.
    """
    refusal = states.MOVES.refusal(application.state, verb, role)
    if refusal:
        return refusal
    if str(application.version_id) != str(version_id):
        return Refusal("review:version", "学员刚刚重新提交了材料，没有执行。下面已是最新版本，请重新审核。")
    refusal = open_window(stage, at, "资格审核")
    return None if refusal and verb != "return" and _still_to_decide(application, at) else refusal


def _still_to_decide(application: Application, at: datetime) -> bool:
    until = application.version.grace_until if application.version else None
    return until is not None and at < until + application.round.correction_grace


def revocation(application: Application, version_id: object, exam: Stage | None, at: datetime) -> Refusal | None:
    """撤销通过: by the base administrator, before the exam begins."""
    refusal = states.MOVES.refusal(application.state, "revoke", states.ADMINISTRATOR)
    if refusal:
        return refusal
    if str(application.version_id) != str(version_id):
        return Refusal("review:version", "学员的版本已有变化，没有执行。下面已是最新情况，请核对后再操作。")
    if exam is not None and exam.window.has_begun(at):
        return Refusal("revoke:exam", f"考试已于 {dates.exact(exam.opens)} 开始，不能再撤销审核通过。")
    return None


def returning(items: Sequence[tuple[str, str, str]]) -> Refusal | None:
    """A return names at least one item, each with a reason."""
    if not items:
        return NOTHING_MARKED
    for _, title, reason in items:
        if not reason.strip():
            return Refusal("return:reason", UNEXPLAINED.format(title=title))
        if len(reason) > LONGEST_ITEM_REASON:
            return Refusal("return:long", f"“{title}”的退回原因最多 {LONGEST_ITEM_REASON} 个字。")
    return None


def approving(marked: int) -> Refusal | None:
    """`marked`: how many things the reviewer has himself marked as faulty, even what a correction cannot change."""
    return Refusal("review:marked", MARKED.format(count=marked)) if marked else None


def reasoned(reason: str) -> Refusal | None:
    """Of a rejection and of a revocation."""
    return too_long(reason) if reason.strip() else NO_REASON


def too_long(reason: str) -> Refusal | None:
    """The words for the whole decision."""
    if len(reason.strip()) <= LONGEST_REASON:
        return None
    return Refusal("review:long", f"原因最多 {LONGEST_REASON} 个字。", field="reason")


def on_site(application: Application, version_id: object) -> Refusal | None:
    """现场审核: the paper must show the version in force, and the application must be approved."""
    if application.state != states.APPROVED:
        label = states.MOVES.label(application.state)
        return Refusal("onsite:state", f"当前状态为“{label}”，审核通过后才能登记现场审核结果。")
    if str(application.version_id) != str(version_id):
        return Refusal("onsite:version", "这份报名表不是当前有效的版本，请学员重新打印。")
    return undisturbed(application.person.standing)


def on_site_result(passed: bool, note: str) -> Refusal | None:
    """Who fails somebody says why."""
    if not passed and not note.strip():
        return Refusal("onsite:note", "现场审核不通过时请写明原因。", field="note")
    if len(note.strip()) > LONGEST_NOTE:
        return Refusal("onsite:long", f"备注最多 {LONGEST_NOTE} 个字。", field="note")
    return None
