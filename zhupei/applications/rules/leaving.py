"""取消报名 and 放弃报名 (domain section 6, manual part 六)."""

from datetime import datetime

from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.cycles.models import Stage
from zhupei.cycles.rules import open_window
from zhupei.kernel.refusals import Refusal

# What is typed to give up: the page asks for just these words.
GIVING_UP_WORDS = states.MOVES.label("give-up")


def withdrawal(application: Application, stage: Stage | None, at: datetime) -> Refusal | None:
    """取消报名: while registration is open; after approval never (manual, part 六)."""
    if application.state == states.APPROVED:
        return Refusal("withdraw:approved", "审核已通过，不能取消报名。", remedy="如确需变更，请联系所报基地。")
    refusal = states.MOVES.refusal(application.state, "withdraw", states.APPLICANT)
    return refusal or open_window(stage, at, "网上报名")


def giving_up(application: Application, stage: Stage | None, at: datetime) -> Refusal | None:
    """放弃报名: after the window, final in this round."""
    refusal = states.MOVES.refusal(application.state, "give-up", states.APPLICANT)
    if refusal:
        return refusal
    if stage is not None and not stage.window.is_over(at):
        return Refusal("give-up:open", "报名尚未截止，如需修改请使用“取消报名”。")
    return None


def confirmed(typed: str) -> Refusal | None:
    """Whoever gives up has typed the words himself."""
    if typed.strip() != GIVING_UP_WORDS:
        return Refusal("give-up:words", f"请输入“{GIVING_UP_WORDS}”四个字以确认。", field="typed")
    return None
