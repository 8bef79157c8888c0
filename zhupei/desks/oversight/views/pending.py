"""待确认: offices and roles at bases that have been accepted; a security administrator confirms or refuses them.

The audit administrator sees what he stands in for, which is nothing while a security administrator may decide.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts import rules
from zhupei.accounts.actions import roles
from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import Post
from zhupei.bases import actions as base_actions
from zhupei.bases.models import Membership
from zhupei.desks.oversight.frame import page
from zhupei.desks.oversight.waiting import DECIDE, waiting, warned
from zhupei.desks.shared.guards import posts_of, staff_required
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused

MOST = 200
Verb = Callable[[str, int, datetime], Appointment]


@require_safe
@staff_required(*DECIDE)
def pending(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@staff_required(*DECIDE)
def confirmations(request: HttpRequest) -> HttpResponse:
    """Each row by itself: one that somebody else has decided meanwhile keeps the others from nothing."""

    def confirm(kind: str, pk: int, at: datetime) -> Appointment:
        if kind == "post":
            return roles.confirm_post(actor=request.user, post_id=pk, at=at)
        return base_actions.confirm_membership(actor=request.user, membership_id=pk, at=at)

    return _decide(request, confirm, "已确认 {} 个角色，立即生效，已短信告知本人。")


@require_POST
@staff_required(*DECIDE)
def refusals(request: HttpRequest) -> HttpResponse:
    reason = request.POST.get("reason", "")
    if fault := rules.refusing(reason):
        return _page(request, fault=fault, reason=reason, status=422)

    def refuse(kind: str, pk: int, at: datetime) -> Appointment:
        if kind == "post":
            return roles.refuse_post(actor=request.user, post_id=pk, reason=reason, at=at)
        return base_actions.refuse_membership(actor=request.user, membership_id=pk, reason=reason, at=at)

    return _decide(request, refuse, "已不确认 {} 个角色，已短信告知本人和邀请人。")


def _decide(request: HttpRequest, verb: Verb, said: str) -> HttpResponse:
    chosen = [key.partition("-") for key in dict.fromkeys(request.POST.getlist("role"))][:MOST]
    decided, refused = 0, []
    for kind, _, pk in chosen:
        try:
            verb(kind, int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0, clock.now())
        except (Post.DoesNotExist, Membership.DoesNotExist):
            refused.append("有一行已经找不到，请核对下面的名单。")
        except Refused as caught:
            refused.append(caught.refusal.message)
        else:
            decided += 1
    if decided:
        messages.success(request, said.format(decided))
    for message in dict.fromkeys(refused):
        messages.warning(request, f"{refused.count(message)} 个没有处理：{message}")
    if not chosen:
        messages.error(request, "请先在名单里勾选。")
    return HttpResponseRedirect(reverse("oversight:pending"))


def _page(request: HttpRequest, *, fault: Refusal | None = None, reason: str = "", status: int = 200) -> HttpResponse:
    actor: Any = request.user
    posts = posts_of(request)
    found = warned(waiting(actor, posts))
    context = {
        "rows": found,
        "able": any(each.refusal is None for each in found),
        "chosen": [each.key for each in found] if "all" in request.GET else request.POST.getlist("role"),
        "fault": fault,
        "reason": reason,
        "security": Post.Role.SECURITY in posts,
    }
    return page(request, "oversight/pending.html", context, status=status, pending=len(found))
