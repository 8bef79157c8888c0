"""How long a return may be answered: to the end of registration, or of the grace after it (domain section 6)."""

from datetime import datetime, timedelta

from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.cycles.models import Stage
from zhupei.cycles.rules import open_window
from zhupei.kernel.refusals import Refusal
from zhupei.pure import dates


def lapse(application: Application, stage: Stage | None, at: datetime) -> Refusal | None:
    """The clock ends a correction when nobody may answer the return any more, by the window as it is now."""
    refusal = states.MOVES.refusal(application.state, "lapse", states.CLOCK)
    if refusal:
        return refusal
    if correction_time(application, stage, at) is None:
        return Refusal("lapse:early", "补正期限还没有结束。")
    return None


def correction_deadline(stage: Stage | None, grace: timedelta, at: datetime) -> datetime:
    """Until when a return may be answered: the end of registration or of the grace, whichever is later."""
    until = at + grace
    return max(until, stage.closes) if stage else until


def correction_time(application: Application, stage: Stage | None, at: datetime) -> Refusal | None:
    if open_window(stage, at, "网上报名") is None:
        return None
    until = application.correction_until
    if until is not None and at < until:
        return None
    ended = f"补正期限已于 {dates.exact(until)} 结束。" if until else "报名已截止。"
    return Refusal("correction:over", ended, remedy="可在补录轮次重新报名；如有疑问请联系所报基地。")
