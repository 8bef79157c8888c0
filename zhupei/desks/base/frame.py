"""The desk of a training base (基地工作台)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from zhupei.applications import review_queries
from zhupei.bases.models import Base, Membership
from zhupei.desks.shared.frame import Desk, MenuItem, nothing
from zhupei.desks.shared.guards import base_member

QUEUE_PAGES = ("application", "decision", "revocation", "reveals", "exports", "export", "export_file")


def base_of(request: HttpRequest) -> Base:
    """The base on whose desk this request is (set by the guard)."""
    return request.membership.base  # type: ignore[attr-defined]


def is_administrator(request: HttpRequest) -> bool:
    return request.membership.role == Membership.Role.ADMINISTRATOR  # type: ignore[attr-defined]


def _facts(request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
    """`to_review`: how many applications wait; counted here when the view has not."""
    base, counted = base_of(request), context.get("to_review")
    return {
        "base": base,
        "administrator": is_administrator(request),
        "to_review": review_queries.waiting(base) if counted is None else counted,
    }


DESK = Desk(
    namespace="base",
    name=lambda request: f"{base_of(request).short_name} · 基地工作台",
    template="desk.html",
    guard=base_member,
    menu=(
        MenuItem("资格审核", "base:queue", under=QUEUE_PAGES, count="to_review"),
        MenuItem("现场审核", "base:onsite", under=("onsite_check",)),
        MenuItem(
            "工作人员",
            "base:members",
            under=("member_ending",),
            seen=lambda request, shown: is_administrator(request),
        ),
    ),
    role=lambda request: request.membership.get_role_display(),  # type: ignore[attr-defined]
    links=(("切换基地", "base:home"),),
    within=lambda request: {"base_id": base_of(request).pk},
    facts=_facts,
)

# Before a base has been chosen.
CHOOSING = replace(
    DESK, name="基地工作台", menu=(), home="base:home", role=None, links=(), within=lambda request: {}, facts=nothing
)
