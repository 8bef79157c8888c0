"""待确认: offices and roles at bases that have been accepted; a security administrator confirms or refuses them.

The audit administrator sees what he stands in for, which is nothing while a security administrator may decide.
"""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.actions import roles
from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import Post
from zhupei.bases import actions as base_actions
from zhupei.bases.models import Membership
from zhupei.desks.oversight.forms import RefusingForm
from zhupei.desks.oversight.frame import DESK
from zhupei.desks.oversight.waiting import DECIDE, waiting, warned
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.guards import posts_of
from zhupei.kernel import clock

MOST = 200
Verb = Callable[[str, int, datetime], Appointment]


@require_safe
@DESK.enter(*DECIDE)
def pending(request: HttpRequest) -> HttpResponse:
    return _show(request, RefusingForm())


@require_POST
@DESK.enter(*DECIDE)
def confirmations(request: HttpRequest) -> HttpResponse:
    """Each row by itself: one that somebody else has decided meanwhile keeps the others from nothing."""

    def confirm(kind: str, pk: int, at: datetime) -> Appointment:
        if kind == "post":
            return roles.confirm_post(actor=request.user, post_id=pk, at=at)
        return base_actions.confirm_membership(actor=request.user, membership_id=pk, at=at)

    return _decide(request, confirm, "已确认 {} 个角色，立即生效，已短信告知本人。")


@require_POST
@DESK.enter(*DECIDE)
def refusals(request: HttpRequest) -> HttpResponse:
    form = RefusingForm(request.POST)
    if not form.is_valid():
        return acts.fault(request, ActFault(form), lambda fault: _show(request, form, fault))
    reason = form.cleaned_data["reason"]

    def refuse(kind: str, pk: int, at: datetime) -> Appointment:
        if kind == "post":
            return roles.refuse_post(actor=request.user, post_id=pk, reason=reason, at=at)
        return base_actions.refuse_membership(actor=request.user, membership_id=pk, reason=reason, at=at)

    return _decide(request, refuse, "已不确认 {} 个角色，已短信告知本人和邀请人。")


def _decide(request: HttpRequest, verb: Verb, said: str) -> HttpResponse:
    def decide(key: str) -> None:
        kind, _, pk = key.partition("-")
        verb(kind, int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0, clock.now())

    chosen = list(dict.fromkeys(request.POST.getlist("role")))[:MOST]
    rows = acts.each(chosen, decide, missing=(Post.DoesNotExist, Membership.DoesNotExist))
    return acts.answer_rows(
        request,
        rows,
        said=said,
        to=reverse("oversight:pending"),
        again=lambda fault: _show(request, RefusingForm(initial=request.POST.dict()), fault),
    )


def _show(request: HttpRequest, form: RefusingForm, fault: ActFault | None = None) -> HttpResponse:
    posts = posts_of(request)
    found = warned(waiting(request.user, posts))
    context = {
        "rows": found,
        "able": any(each.refusal is None for each in found),
        "chosen": [each.key for each in found] if "all" in request.GET else request.POST.getlist("role"),
        "form": form,
        "security": Post.Role.SECURITY in posts,
        "pending": len(found),
    }
    return DESK.page(request, "oversight/pending.html", context, fault=fault)
