"""Whether a window is open, and what remains when it is over: what was missed, whom to call (interface.md)."""

from datetime import datetime

from zhupei.cycles import queries
from zhupei.cycles.models import Round, Stage
from zhupei.cycles.timetable import State
from zhupei.kernel.refusals import Refusal
from zhupei.portal import queries as portal
from zhupei.pure import dates


def open_window(stage: Stage | None, at: datetime, what: str) -> Refusal | None:
    """`window:none`, `window:not-yet` or `window:closed`; None while the stage, named `what`, is open.

    Costs no query, so an action may ask it under its locks. A late answer names both times, to the second.
    """
    if stage is None:
        return Refusal("window:none", f"{what}时间尚未公布。", remedy="时间确定后在首页公布，无须等候。")
    match stage.window.state(at):
        case State.BEFORE:
            return Refusal(
                "window:not-yet",
                f"{what}尚未开始，{dates.exact(stage.opens)} 开始。",
                remedy="现在可以先完善个人信息和浏览招录计划。" if stage.kind == Stage.Kind.REGISTRATION else "",
            )
        case State.CLOSED:
            return Refusal(
                "window:closed",
                f"{what}已于 {dates.exact(stage.closes)} 截止，您的请求于 {_arrived(at, stage.closes)} 到达。",
                remedy="仍可做什么、向谁咨询，见首页。",
            )
        case _:
            return None


def _arrived(at: datetime, closes: datetime) -> str:
    """To the second; without the day on that of the deadline."""
    if dates.local_day(at) == dates.local_day(closes):
        return dates.clock(at)
    return dates.moment(at, seconds=True)


def what_remains(round_: Round, at: datetime) -> str:
    """After registration has closed: the next round that still takes applications, then whom to call."""
    later = queries.next_registration(round_, at)
    if later is None:
        parts = ["本年度没有后续轮次"]
    else:
        begins = "正在进行" if later.window.has_begun(at) else f"{dates.exact(later.opens)} 开始"
        parts = [f"可参加{later.round.name}，报名{begins}"]
    parts.append("报考条件请咨询所报培训基地")
    if contact := portal.support():
        parts.append(f"{contact.label}：{contact.phone}")
    return "；".join(parts) + "。"
