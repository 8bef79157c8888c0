"""待确认: offices and roles at bases that have been accepted; a security administrator confirms or refuses them.

The audit administrator sees what he stands in for, which is nothing while a security administrator may decide.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts import office_queries, queries, rules
from zhupei.accounts.actions import roles
from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import Post, User
from zhupei.bases import actions as base_actions
from zhupei.bases import queries as bases
from zhupei.bases.models import Membership
from zhupei.desks.shared.guards import staff_required
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused

MOST = 200
DECIDE = {Post.Role.SECURITY, Post.Role.AUDIT}
Verb = Callable[[str, int, datetime], Appointment]


class Waiting(NamedTuple):
    """A row of the page. `refusal`: why this person may not decide about it; `warnings`: whom the holder resembles."""

    key: str
    row: Appointment
    refusal: Refusal | None
    warnings: tuple[str, ...] = ()

    @property
    def tail(self) -> str:
        """The last digits of the telephone, to compare with the person's own words."""
        return str(self.row.user.phone.plain()[-4:])


def waiting(actor: User) -> list[Waiting]:
    """For the audit administrator only what is his."""
    posts, security = queries.posts(actor), list(office_queries.security_administrators())
    rows: list[Appointment] = [*office_queries.pending_posts(), *bases.pending_memberships()]
    found = [
        Waiting(f"{row._meta.model_name}-{row.pk}", row, rules.confirming(posts, row, actor=actor, security=security))
        for row in rows
    ]
    return found if Post.Role.SECURITY in posts else [each for each in found if each.refusal is None]


@never_cache
@require_safe
@staff_required(*DECIDE)
def pending(request: HttpRequest) -> HttpResponse:
    return _page(request)


@never_cache
@require_POST
@staff_required(*DECIDE)
def confirmations(request: HttpRequest) -> HttpResponse:
    """Each row by itself: one that somebody else has decided meanwhile keeps the others from nothing."""

    def confirm(kind: str, pk: int, at: datetime) -> Appointment:
        if kind == "post":
            return roles.confirm_post(actor=request.user, post_id=pk, at=at)
        return base_actions.confirm_membership(actor=request.user, membership_id=pk, at=at)

    return _decide(request, confirm, "已确认 {} 个角色，立即生效，已短信告知本人。")


@never_cache
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

    return _decide(request, refuse, "已拒绝 {} 个角色，已短信告知本人和邀请人。")


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


def _warned(found: list[Waiting]) -> list[Waiting]:
    colleagues = office_queries.colleagues() if found else []
    return [each._replace(warnings=_warnings(each.row.user, colleagues)) for each in found]


def _warnings(user: User, colleagues: list[office_queries.Colleague]) -> tuple[str, ...]:
    return rules.resembling(name=user.name, phone_index=user.phone_index, of=user.pk, colleagues=colleagues)


def _page(request: HttpRequest, *, fault: Refusal | None = None, reason: str = "", status: int = 200) -> HttpResponse:
    actor: Any = request.user
    found = _warned(waiting(actor))
    context = {
        "rows": found,
        "able": any(each.refusal is None for each in found),
        "chosen": [each.key for each in found] if "all" in request.GET else request.POST.getlist("role"),
        "fault": fault,
        "reason": reason,
        "security": Post.Role.SECURITY in queries.posts(actor),
    }
    return render(request, "oversight/pending.html", context, status=status)
