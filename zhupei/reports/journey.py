"""Where am I? The life of an application in plain words: what happened, who acts next and by when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import Application, OnSiteCheck, Transition
from zhupei.cycles.models import Round, Stage
from zhupei.kernel.prepared import Prepared, Question, prepared


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `tone` is a component tone: on, ok, warn, bad."""

    at: datetime
    title: str
    body: str
    tone: str


@dataclass(frozen=True)
class Next:
    """Who does what next, and until when."""

    who: str
    what: str
    until: datetime | None


WORDS = {
    "submit": ("提交报名", "on"),
    "resubmit": ("补正后重新提交", "on"),
    "withdraw": ("取消报名", "warn"),
    "return": ("基地退回，需要补正", "warn"),
    "approve": ("审核通过", "ok"),
    "reject": ("审核不通过", "bad"),
    "revoke": ("审核通过被撤销", "warn"),
    "give-up": ("放弃报名", "bad"),
    "lapse": ("补正期限已过", "bad"),
    "void": ("报名已作废", "bad"),
}


def asked(person: User, round_: Round) -> list[Question[Any]]:
    """What a page about an application of this round is going to ask, for `prepared.ahead`."""
    about = person.pk, round_.cycle_id
    return [
        queries.submitted.of(person),
        queries.reviews_of.of(person),
        queries.reviewed_items.of(person),
        _transitions.of(*about),
        _onsite.of(*about),
        queries.preferences_of_cycle.of(*about),
    ]


def entries(application: Application) -> list[Entry]:
    """Newest first, from the transitions and the on-site checks."""
    lines = []
    for row in _of(application, _transitions):
        title, tone = WORDS[row.verb]
        body = f"{row.version.base.name}，回执号 {row.version.receipt_number}" if row.version else ""
        if row.review is not None:
            body = f"{row.version.base.name}" if row.version else ""
            if row.review.reason:
                body += f"：{row.review.reason}"
        lines.append(Entry(row.at, title, body, tone))
    for check in _of(application, _onsite):
        title = "现场审核通过" if check.passed else "现场审核不通过"
        lines.append(Entry(check.at, title, check.note, "ok" if check.passed else "bad"))
    return sorted(lines, key=lambda entry: entry.at, reverse=True)


def last_onsite(application: Application) -> OnSiteCheck | None:
    return next(iter(_of(application, _onsite)), None)


def _of(application: Application, read: Prepared[[UUID, UUID], Any]) -> list[Any]:
    """What belongs to this application among what has been read of the person's cycle."""
    every = read(application.person_id, application.cycle_id)
    return [each for each in every if each.application_id == application.pk]


@prepared
def _transitions(person_id: UUID, cycle_id: UUID) -> QuerySet[Transition]:
    own = Transition.objects.filter(application__person=person_id, application__cycle=cycle_id)
    return own.select_related("version__base", "review").order_by("pk")


@prepared
def _onsite(person_id: UUID, cycle_id: UUID) -> QuerySet[OnSiteCheck]:
    own = OnSiteCheck.objects.filter(application__person=person_id, application__cycle=cycle_id)
    return own.order_by("-at")


def next_step(application: Application, registration: Stage | None, at: datetime) -> Next | None:
    """The sentence above the timeline."""
    open_ = registration is not None and registration.window.is_open(at)
    match application.state:
        case states.DRAFT if open_ and registration:
            return Next("您", "核对并提交报名", registration.closes)
        case states.SUBMITTED:
            return Next(
                application.version.base.name if application.version else "基地", "审核您的材料，约 3 个工作日", None
            )
        case states.RETURNED:
            return Next("您", "按退回原因修改并重新提交", application.correction_until)
        case states.APPROVED:
            return Next("您", "打印报名表，带原件参加现场审核，然后参加考试", None)
        case states.REJECTED | states.GIVEN_UP:
            return Next("您", "可留意补录轮次的公告", None)
        case _:
            return None
