"""技术支持: what waits for a second person, and one box to find an account."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.models import User
from zhupei.approvals import queries as approvals
from zhupei.desks.shared import acts, moment
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.support import support_motions
from zhupei.desks.support.forms import LookUpForm
from zhupei.desks.support.frame import DESK
from zhupei.kernel import clock
from zhupei.support import actions, queries

RECENT = 10


@require_safe
@DESK.enter()
def home(request: HttpRequest) -> HttpResponse:
    return _show(request, LookUpForm())


@require_POST
@DESK.enter()
def look_ups(request: HttpRequest) -> HttpResponse:
    """The answer is this page and no address: what was typed goes into no history and no log."""
    form = LookUpForm(request.POST)

    def found(people: Sequence[User]) -> HttpResponse:
        words = queries.applications_word(people)
        kind = queries.kind_of(form.cleaned_data["words"], clock.request_time())
        lines = [(person, words[person.pk]) for person in people]
        return _show(request, form, found=lines, kind=kind, most=queries.MOST, searched=True)

    return acts.answer(
        request,
        lambda: list(actions.look_up(words=form.cleaned_data["words"], actor=request.user, at=clock.now())),
        form=form,
        again=lambda fault: _show(request, form, fault),
        done=found,
    )


def _show(request: HttpRequest, form: LookUpForm, fault: ActFault | None = None, **special: Any) -> HttpResponse:
    at = moment.of(request)
    waiting = support_motions.lines(approvals.waiting_for(request.user, at))
    recent = support_motions.lines(approvals.decided(request.user)[:RECENT])
    context = {"form": form, "waiting": waiting, "recent": recent, **special}
    return DESK.page(request, "support/home.html", context, at=at, fault=fault)
