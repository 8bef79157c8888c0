"""Where this person stands right now: the round that concerns him, its window and the application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import Application
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.desks.shared import moment
from zhupei.desks.shared.addresses import url
from zhupei.desks.shared.pages.compiled import Later
from zhupei.kernel import clock, prepared
from zhupei.kernel.prepared import Question
from zhupei.notifications import queries as notifications
from zhupei.portal import queries as portal

TRACK_COOKIE = "track"


@dataclass(frozen=True)
class Standing:
    """`round` is that of the application in force, else the current one, and `window` its registration window; both
    None while the province has entered none.
    """

    at: datetime
    window: Stage | None
    application: Application | None

    @property
    def round(self) -> Round | None:
        return self.window.round if self.window else None

    @property
    def open(self) -> bool:
        return self.window is not None and self.window.opens <= self.at < self.window.closes

    @property
    def over(self) -> bool:
        """Registration has closed."""
        return self.window is not None and self.at >= self.window.closes

    @property
    def state(self) -> str:
        return self.application.state if self.application else states.DRAFT

    @property
    def submitted(self) -> bool:
        return self.state in states.IN_FORCE

    @property
    def bar(self) -> dict[str, Any]:
        """The bar nobody can overlook: not submitted yet, or what has been submitted and what is next."""
        if self.window is None:
            return {}
        version = self.application.version if self.application else None
        if self.state == states.DRAFT:
            if self.over:
                return {"tone": "warn", "title": "尚未提交", "words": "本轮报名已截止，没有提交。", "counts": False}
            words = "保存不等于提交；提交后会得到带编号的回执。" if self.open else ""
            return {"tone": "warn", "title": "尚未提交", "words": words, "counts": True}
        receipt = f"回执号 {version.receipt_number}" if version else ""
        title, tone, words = {
            states.SUBMITTED: ("已提交，待审核", "ok", receipt),
            states.RETURNED: ("已退回，需要补正", "warn", "请按退回原因修改后重新提交。"),
            states.APPROVED: ("审核通过", "ok", "请打印报名表，按基地简章参加现场审核。"),
            states.REJECTED: ("审核不通过", "bad", "原因见招收查询。"),
            states.GIVEN_UP: ("已放弃本轮报名", "warn", ""),
            states.VOID: ("报名已作废", "bad", "请联系技术支持。"),
        }[self.state]
        return {"tone": tone, "title": title, "words": words, "counts": self.state == states.RETURNED}

    @property
    def bar_until(self) -> datetime | None:
        if self.state == states.RETURNED and self.application:
            return self.application.correction_until
        return self.window.closes if self.window else None


Asked = list[Question[Any]]
About = Callable[[User, Round], Asked]


def read_ahead(request: HttpRequest, *asked: Question[Any], about: About | None = None) -> None:
    """Read the applications of this person together with what else the page is going to ask: one round trip.

    `about`: what is asked about the person in the present round, where there is one.
    """
    user: Any = request.user
    found: Asked = list(asked)
    try:
        round_ = cycles.current_registration(clock.reading()).round
    except Stage.DoesNotExist:
        pass
    else:
        found += [queries.of_cycle.of(user, round_.cycle_id), *(about(user, round_) if about else ())]
    prepared.ahead(*found)


def choices(person: User, round_: Round) -> Asked:
    """`about` of a page that shows the choices."""
    return [queries.choices_of_cycle.of(person.pk, round_.cycle_id)]


def of(request: HttpRequest) -> Standing:
    """Loads on first use: the application, and for what changes something the clock. A page that shows goes by the
    time at which it began to read.
    """
    kept = getattr(request, "_standing", None)
    if kept is None:
        at = moment.of(request)
        try:
            window = cycles.current_registration(at)
        except Stage.DoesNotExist:
            window = None
        application = queries.concerning(request.user, window.round) if window else None
        if application is not None and window is not None and application.round_id != window.round_id:
            window = cycles.stage(application.round, Stage.Kind.REGISTRATION)
        kept = Standing(at, window, application)
        request._standing = kept  # type: ignore[attr-defined]
    return kept


def forget(request: HttpRequest) -> None:
    """After an action in the same request."""
    request._standing = None  # type: ignore[attr-defined]


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the applicant desk: the standing for the status bar, loaded only where it is shown."""
    match = request.resolver_match
    if match is None or match.namespace != "applicant" or not request.user.is_authenticated:
        return {}
    return {
        "standing": Later(lambda: of(request)),
        "server_now": Later(lambda: of(request).at),
        "track": Later(lambda: track_of(request)),
        "unread": Later(lambda: notifications.unread.count(request.user.pk)),
        "home_url": url("applicant:home"),
        "support": Later(lambda: portal.support(track_of(request))),
    }


def track_of(request: HttpRequest) -> str:
    """The application's track, else the entry through which the person came."""
    application = of(request).application
    if application is not None:
        return application.track
    return "tcm" if request.COOKIES.get(TRACK_COOKIE) == "tcm" else "western"
