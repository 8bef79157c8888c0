"""What every page of the base desk shows: whose desk it is, its menu, who is working."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhupei.applications import review_queries
from zhupei.bases.models import Base, Membership
from zhupei.desks.shared.addresses import url
from zhupei.desks.shared.navigation import Entry

MENU = (
    # label, view name, other view names under the same entry, administrators only
    ("资格审核", "base:queue", ("application", "decision", "revocation", "reveals"), False),
    ("现场审核", "base:onsite", ("onsite_check",), False),
    ("工作人员", "base:members", ("member_ending",), True),
)


def base_of(request: HttpRequest) -> Base:
    """The base on whose desk this request is (set by the guard)."""
    return request.membership.base  # type: ignore[attr-defined]


def is_administrator(request: HttpRequest) -> bool:
    return request.membership.role == Membership.Role.ADMINISTRATOR  # type: ignore[attr-defined]


def page(
    request: HttpRequest,
    template: str,
    at: datetime,
    context: dict[str, Any],
    *,
    status: int = 200,
    waiting: int | None = None,
) -> HttpResponse:
    """Render a page of the desk. `waiting`: how many applications wait; counted here when the view has not."""
    base = base_of(request)
    if waiting is None:
        waiting = review_queries.waiting(base)
    frame = {
        "base": base,
        "administrator": is_administrator(request),
        "desk_name": f"{base.short_name} · 基地工作台",
        "desk_url": url("base:queue", base.pk),
        "nav": list(_menu(request, base, waiting)),
        "me": _me(request),
        "server_now": at,
        "waiting": waiting,
    }
    return render(request, template, {**frame, **context}, status=status)


def _menu(request: HttpRequest, base: Base, waiting: int) -> list[Entry]:
    match = request.resolver_match
    here = match.url_name if match else ""
    return [
        Entry(
            label,
            url(view, base.pk),
            here in (view.removeprefix("base:"), *others),
            waiting if view == "base:queue" else None,
        )
        for label, view, others, administrators_only in MENU
        if is_administrator(request) or not administrators_only
    ]


def _me(request: HttpRequest) -> dict[str, Any]:
    membership = request.membership  # type: ignore[attr-defined]
    return {
        "name": request.user.get_full_name(),
        "masked": "",
        "role": membership.get_role_display(),
        "links": [{"label": "切换基地", "url": url("base:home")}],
    }
