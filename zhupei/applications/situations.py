"""Where an application stands, and what has happened to it: the words of pages and messages, each said once."""

from datetime import datetime

from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import Application
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.kernel.situations import Situation

YOU, BASE = "您", "基地"
LATER = "可留意补录轮次的公告"

# What has happened, by verb: the title of the message and of the line in the timeline, and its tone.
EVENTS = {
    "submit": ("报名已提交", "on"),
    "resubmit": ("已补正并重新提交", "on"),
    "withdraw": ("报名已取消", "warn"),
    "return": ("报名材料被退回，需要补正", "warn"),
    "approve": ("审核通过", "ok"),
    "reject": ("审核不通过", "bad"),
    "revoke": ("审核通过已撤销", "warn"),
    "give-up": ("已放弃报名", "bad"),
    "lapse": ("补正期限已过", "bad"),
    "void": ("报名已作废", "bad"),
}
ONSITE = {True: ("现场审核通过", "ok"), False: ("现场审核不通过", "bad")}


def event(verb: str) -> str:
    """The title of what has happened."""
    return EVENTS[verb][0]


def situation(person: User, round_: Round, at: datetime) -> Situation:
    """Of the application that concerns the person in this round's cycle."""
    application = queries.concerning(person, round_)
    return of(application, cycles.stage(application.round if application else round_, Stage.Kind.REGISTRATION), at)


def of(application: Application | None, registration: Stage | None, at: datetime) -> Situation:
    """`registration`: the window of the application's round. Who has no application has an untouched draft."""
    if application is None or application.state == states.DRAFT:
        return _unsubmitted(registration, at)
    return _onsite(application) or _submitted(application)


def _unsubmitted(registration: Stage | None, at: datetime) -> Situation:
    title, tone = "尚未提交", "warn"
    if registration is None:
        return Situation(code="application:unannounced", title=title, tone=tone)
    window = registration.window
    if window.is_open(at):
        return Situation(
            code="application:draft",
            title=title,
            tone=tone,
            words="保存不等于提交；提交后会得到带编号的回执。",
            who=YOU,
            what="核对并提交报名",
            until=window.closes,
        )
    if not window.has_begun(at):
        return Situation(code="application:draft", title=title, tone=tone, until=window.closes)
    return Situation(code="application:missed", title=title, tone=tone, words="本轮报名已截止，没有提交。")


def _onsite(application: Application) -> Situation | None:
    """现场审核 says more than the approval it follows, once there is a result."""
    if application.state != states.APPROVED or application.onsite_passed is None:
        return None
    title, tone = ONSITE[application.onsite_passed]
    if application.onsite_passed:
        return Situation(
            code="onsite:passed", title=title, tone=tone, words="请按公告参加考试。", who=YOU, what="按公告参加考试"
        )
    return Situation(code="onsite:failed", title=title, tone=tone, words="原因见招收查询，如有疑问请咨询所报基地。")


def _submitted(application: Application) -> Situation:
    code, version = f"application:{application.state}", application.version
    match application.state:
        case states.SUBMITTED:
            return Situation(
                code=code,
                title="已提交，待审核",
                tone="ok",
                words=f"回执号 {version.receipt_number}" if version else "",
                who=version.base.name if version else BASE,
                what="审核您的材料，约 3 个工作日",
            )
        case states.RETURNED:
            return Situation(
                code=code,
                title="已退回，需要补正",
                tone="warn",
                words="请按退回原因修改后重新提交。",
                who=YOU,
                what="按退回原因修改并重新提交",
                until=application.correction_until,
            )
        case states.APPROVED:
            return Situation(
                code=code,
                title="审核通过",
                tone="ok",
                words="请打印报名表，按基地简章参加现场审核。",
                who=YOU,
                what="打印报名表，带原件参加现场审核，然后参加考试",
            )
        case states.REJECTED:
            return Situation(code=code, title="审核不通过", tone="bad", words="原因见招收查询。", who=YOU, what=LATER)
        case states.GIVEN_UP:
            return Situation(code=code, title="已放弃本轮报名", tone="warn", who=YOU, what=LATER)
        case _:
            return Situation(code=code, title="报名已作废", tone="bad", words="请联系技术支持。")
