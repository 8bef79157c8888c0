"""Whether a window is open, what remains when it is over (interface.md), and whether the province may move its end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhupei.accounts import queries as accounts
from zhupei.accounts import rules as account_rules
from zhupei.accounts.models import Post, User
from zhupei.cycles import extension, queries
from zhupei.cycles.models import Round, Stage
from zhupei.cycles.timetable import State
from zhupei.kernel.refusals import Refusal
from zhupei.portal import queries as portal
from zhupei.pure import dates

FORBIDDEN = Refusal("cycle:forbidden", "只有省级管理员可以更改日程和设置。")
NOTE_MISSING = Refusal("extension:note", "请写公开说明，学员会在网站首页看到。", field="note")


def province(actor: User) -> Refusal | None:
    """Dates and settings of a cycle are the province's."""
    return None if Post.Role.PROVINCE in accounts.posts(actor) else FORBIDDEN


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


def extending(stages: Sequence[Stage], following: Stage | None, closes: datetime, at: datetime) -> Refusal | None:
    """Whether registration of a round may close at `closes` instead: later than now and than it does, while it has not
    closed (what was missed stays missed), and without pushing what must be over before the next round into that.

    `stages`: of the round; `following`: the next round's registration.
    """
    registration = extension.registration_of(stages)
    if registration is None:
        return Refusal("window:none", "网上报名时间尚未公布，没有可以延长的。")
    if registration.window.is_over(at):
        return Refusal(
            "extension:closed",
            f"网上报名已于 {dates.exact(registration.closes)} 截止，不能再延长。",
            remedy="没有赶上的学员可参加后续轮次。",
        )
    if closes <= at:
        return Refusal("extension:past", "新的截止时间已经过去，请重新填写。", field="closes")
    added = closes - registration.closes
    if added <= timedelta(0):
        now = dates.exact(registration.closes)
        return Refusal("extension:earlier", f"新的截止时间须晚于现在的 {now}，只能延长。", field="closes")
    if added > extension.LONGEST:
        return Refusal("extension:long", f"一次最多延长 {extension.LONGEST_WORDS}，请核对日期。", field="closes")
    return _before_the_next_round(extension.shifts(stages, closes), following)


def _before_the_next_round(found: Sequence[extension.Shift], following: Stage | None) -> Refusal | None:
    if following is None:
        return None
    late = extension.ended_before(found, following.opens)
    if not late:
        return None
    names = "、".join(each.stage.get_kind_display() for each in late)
    by = dates.span(max(each.closes for each in late) - following.opens)
    return Refusal(
        "extension:next-round",
        f"延长后{names}会晚于{following.round.name}报名开始（{dates.exact(following.opens)}），超出 {by}。",
        remedy="请选择早一些的截止时间。",
        field="closes",
    )


def public_note(note: str) -> Refusal | None:
    """What everybody will read on the portal about an extension: long enough to say why, without numbers of people."""
    words = note.strip()
    if not words:
        return NOTE_MISSING
    if len(words) < extension.SHORTEST_NOTE:
        return Refusal("extension:note", f"公开说明至少 {extension.SHORTEST_NOTE} 个字，请写明原因。", field="note")
    if len(words) > extension.LONGEST_NOTE:
        return Refusal("extension:note", f"公开说明最多 {extension.LONGEST_NOTE} 个字。", field="note")
    if account_rules.without_numbers(words):
        return Refusal("extension:number", "公开说明里像是有证件号码或手机号，请删去。", field="note")
    return None
