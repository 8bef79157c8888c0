"""审计管理员: searching the trail in words, one act with its before and after, finding whose acts to read."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.models import Post
from zhupei.audit import queries
from zhupei.desks.oversight.forms import PersonForm, TrailForm
from zhupei.desks.oversight.frame import DESK
from zhupei.desks.shared import acts
from zhupei.kernel import clock
from zhupei.kernel.clock import SHANGHAI
from zhupei.reports import trail as trails
from zhupei.support import actions

LAST_SEQUENCE = 2**62
BESIDE = "person_%s"  # two forms on one page


@require_safe
@DESK.enter(Post.Role.AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    return _show(request, person=PersonForm(auto_id=BESIDE))


@require_POST
@DESK.enter(Post.Role.AUDIT)
def people(request: HttpRequest) -> HttpResponse:
    """The answer is this page and no address: what was typed goes into no history and no log."""
    person = PersonForm(request.POST, auto_id=BESIDE)
    return acts.answer(
        request,
        form=person,
        act=lambda: actions.trace(words=person.cleaned_data["words"], actor=request.user, at=clock.now()),
        again=lambda fault: _show(request, fault, person=person),
        done=lambda found: _show(
            request, person=person, found=[(each.pk, each.document_number.masked()) for each in found]
        ),
    )


@require_safe
@DESK.enter(Post.Role.AUDIT)
def act(request: HttpRequest, sequence: int) -> HttpResponse:
    """One act: who, what, before and after, and where it stands in the chain."""
    found = trails.act(sequence) if sequence < LAST_SEQUENCE else None
    if found is None:
        raise Http404
    context = {"act": found, "later": queries.head().sequence - sequence}
    return DESK.page(request, "oversight/trail_act.html", context)


def _show(request: HttpRequest, fault: acts.Fault | None = None, **context: Any) -> HttpResponse:
    form = TrailForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    lines = trails.search(
        asked.get("words", ""),
        since=_begin(asked.get("since")),
        until=_end(asked.get("until")),
        before=asked.get("before"),
    )
    older = lines[trails.PAGE - 1].event.pk if len(lines) > trails.PAGE else None
    shown = {"form": form, "lines": lines[: trails.PAGE], "older": older, "head": queries.head()}
    return DESK.page(request, "oversight/trail.html", {**shown, **context}, fault=fault)


def _begin(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) if day else None


def _end(day: date | None) -> datetime | None:
    """The last day is meant, too."""
    return _begin(day + timedelta(days=1)) if day and day < date.max else None
