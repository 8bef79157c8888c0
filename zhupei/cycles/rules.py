"""Whether a window is open, and if not: what was missed, whom to call, what remains possible (interface.md)."""

from datetime import datetime

from zhupei.cycles import queries
from zhupei.cycles.models import Round, Stage
from zhupei.cycles.timetable import State, Window, moment
from zhupei.kernel.refusals import Refusal
from zhupei.portal import queries as portal


def registration_open(round_: Round, at: datetime) -> Refusal | None:
    """网上报名: `window:none`, `window:not-yet` or `window:closed`; None while it is open."""
    return _open(round_, Stage.Kind.REGISTRATION, "报名", "不能再提交报名或取消报名", at)


def review_open(round_: Round, at: datetime) -> Refusal | None:
    """资格审核, with the same codes."""
    return _open(round_, Stage.Kind.REVIEW, "资格审核", "不能再作出审核决定", at)


def _open(round_: Round, kind: str, what: str, missed: str, at: datetime) -> Refusal | None:
    window = queries.window(round_, kind)
    if window is None:
        return Refusal("window:none", f"{round_.name}的{what}时间尚未公布。", remedy="时间确定后在首页公布，无须等候。")
    match window.state(at):
        case State.BEFORE:
            return Refusal(
                "window:not-yet", f"{round_.name}{what}尚未开始，{moment(window.opens)} 开始。", remedy=_prepare(kind)
            )
        case State.CLOSED:
            return Refusal(
                "window:closed",
                f"{round_.name}{what}已于 {moment(window.closes)} 截止，{missed}。",
                remedy=_remaining(round_, kind, at),
            )
        case _:
            return None


def _prepare(kind: str) -> str:
    if kind == Stage.Kind.REGISTRATION:
        return "现在可以先注册账号、完善个人信息和浏览招录计划。"
    return ""


def _remaining(round_: Round, kind: str, at: datetime) -> str:
    """What remains possible, then whom to call."""
    parts = []
    if kind == Stage.Kind.REGISTRATION:
        later = queries.next_registration(round_, at)
        if later is None:
            parts.append("本年度没有后续轮次")
        else:
            opening = Window(later.opens, later.closes)
            begins = "正在进行" if opening.is_open(at) else f"{moment(later.opens)} 开始"
            parts.append(f"可参加{later.round.name}，报名{begins}")
        parts.append("报考条件请咨询所报培训基地")
    if contact := portal.support():
        parts.append(f"{contact.label}：{contact.phone}")
    return "；".join(parts) + "。" if parts else ""
