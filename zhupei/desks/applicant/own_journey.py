"""Where this person is on his way right now, once for a request: the round, its window and the application."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhupei.accounts.models import User
from zhupei.applications import queries
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round, Stage
from zhupei.desks.shared import moment
from zhupei.desks.shared.addresses import url
from zhupei.desks.shared.pages.compiled import Later
from zhupei.kernel import clock, prepared
from zhupei.kernel.prepared import Question
from zhupei.notifications import queries as notifications
from zhupei.portal import queries as portal
from zhupei.reports import journey
from zhupei.reports.journey import Journey

TRACK_COOKIE = "track"


Asked = list[Question[Any]]
About = Callable[[User, Round], Asked]


def read_ahead(request: HttpRequest, *asked: Question[Any], about: About | None = None) -> None:
    """Read the applications of this person together with what else the page is going to ask: one round trip.

    `about`: what is asked about the person in the present round, where there is one.
    """
    user: Any = request.user
    found: Asked = list(asked)
    try:
        round_ = cycles.current_registration(clock.request_time()).round
    except Stage.DoesNotExist:
        pass
    else:
        found += [queries.of_cycle.of(user, round_.cycle_id), *(about(user, round_) if about else ())]
    prepared.ahead(*found)


def choices(person: User, round_: Round) -> Asked:
    """`about` of a page that shows the choices."""
    return [queries.choices_of_cycle.of(person.pk, round_.cycle_id)]


def of(request: HttpRequest) -> Journey:
    """Loads on first use: the application, and for what changes something the clock. A page that shows goes by the
    time at which it began to read.
    """
    kept = getattr(request, "_journey", None)
    if kept is None:
        kept = journey.of(request.user, moment.of(request))
        request._journey = kept  # type: ignore[attr-defined]
    return kept


def forget(request: HttpRequest) -> None:
    """After an action in the same request."""
    request._journey = None  # type: ignore[attr-defined]


def facts(request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """What every page of the desk shows: the journey for the status bar, loaded only where it is shown."""
    return {
        "journey": Later(lambda: of(request)),
        "track": Later(lambda: track_of(request)),
        "unread": SimpleLazyObject(lambda: notifications.unread.count(request.user.pk)),
        "home_url": url("applicant:home"),
        "support": Later(lambda: portal.support(track_of(request))),
    }


def track_of(request: HttpRequest) -> str:
    """The application's track, else the entry through which the person came."""
    application = of(request).application
    if application is not None:
        return application.track
    return "tcm" if request.COOKIES.get(TRACK_COOKIE) == "tcm" else "western"
