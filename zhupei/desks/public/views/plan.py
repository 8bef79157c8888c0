"""招录计划: bases × specialties × seats, without an account; filters live in the address."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.bases.models import Base
from zhupei.cycles import queries as cycles
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.prose import paragraphs
from zhupei.desks.public.shelved import shelved
from zhupei.desks.shared import lists
from zhupei.reports.lists.plan import ListedPlanLine, Plan, Public

PLAN = Plan()


@require_safe
@DESK.enter()
@shelved(*PLAN.parameters())
def plan(request: HttpRequest, at: datetime) -> HttpResponse:
    scope = Public.read(at, request.GET.get("round", ""))
    name = scope.round.name if scope.round else ""
    nothing = {"nothing": f"{name}招录计划尚未公布", "empty": "公布后可在这里查看。"}
    listed = lists.show(request, PLAN, scope, at, row_address=_address, **nothing)
    found = scope.lines(listed.asked.filter, listed.asked.order)
    registration = scope.calendar.registration if scope.calendar else None
    context = {
        "listed": listed,
        "calendar": scope.calendar,
        "round": scope.round,
        "seats": sum(line.plan.seats for line in found),
        "bases": len({line.plan.base_id for line in found}),
        "shows_applicants": scope.applicants is not None,
        "window": registration and registration.window.state(at),
    }
    return DESK.page(request, "public/plan.html", {"track": listed.asked.filter.track, **context}, at=at)


@require_safe
@DESK.enter()
@shelved()
def plan_base(request: HttpRequest, pk: UUID, at: datetime) -> HttpResponse:
    """One base: its plan, brochure, contacts and partner bases."""
    base = get_object_or_404(Base, pk=pk, active=True)
    scope = Public.read(at, "")
    rows = cycles.plan_lines(scope.round, base=base.pk) if scope.round else []
    tracks = {row.track for row in rows}
    context: dict[str, Any] = {
        "base": base,
        "calendar": scope.calendar,
        "listed": lists.table(PLAN, scope, scope.of(rows), at, headed=False),
        "seats": sum(row.seats for row in rows),
        "brochure": paragraphs(base.brochure),
    }
    context["track"] = tracks.pop() if len(tracks) == 1 else ""
    return DESK.page(request, "public/plan_base.html", context, at=at)


def _address(line: ListedPlanLine) -> str:
    return _base_address(line.plan.base_id)


@lru_cache(maxsize=2000)
def _base_address(base_id: UUID) -> str:
    return reverse("public:plan_base", args=[base_id])
