"""技术支持: what waits for a second person, and one box to find an account."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.models import Post
from zhupei.approvals import queries as approvals
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.desks.support import listing
from zhupei.desks.support.forms import LookUpForm
from zhupei.desks.support.frame import page
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.support import actions, queries

RECENT = 10


@require_safe
@staff_required(Post.Role.SUPPORT)
def home(request: HttpRequest) -> HttpResponse:
    return _show(request, clock.reading(), form=LookUpForm())


@require_POST
@staff_required(Post.Role.SUPPORT)
def look_ups(request: HttpRequest) -> HttpResponse:
    """The answer is this page and no address: what was typed goes into no history and no log."""
    at, form = clock.now(), LookUpForm(request.POST)
    if not form.is_valid():
        return _show(request, at, form=form, status=422)
    try:
        people = list(actions.look_up(words=form.cleaned_data["words"], actor=request.user, at=at))
    except Refused as refused:
        show(form, refused.refusal)
        return _show(request, at, form=form, status=status_of(refused.refusal))
    words = queries.applications_word(people)
    found = [(person, words[person.pk]) for person in people]
    kind = queries.kind_of(form.cleaned_data["words"], at)
    return _show(request, at, form=form, found=found, kind=kind, most=queries.MOST, searched=True)


def _show(request: HttpRequest, at: datetime, *, status: int = 200, **context: Any) -> HttpResponse:
    waiting = listing.lines(approvals.waiting_for(request.user, at))
    recent = listing.lines(approvals.decided(request.user)[:RECENT])
    return page(request, "support/home.html", at, {"waiting": waiting, "recent": recent, **context}, status=status)
