"""招录计划: bases × specialties × seats, without an account; filters live in the address."""

from dataclasses import fields
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from zhupei.bases.models import Base
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round
from zhupei.cycles.queries import Calendar, PlanRow
from zhupei.desks.public import plans
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.prose import paragraphs
from zhupei.desks.public.shelved import shelved
from zhupei.reports import competition

PER_PAGE = 40


@require_safe
@DESK.enter()
@shelved("round", "page", *(field.name for field in fields(plans.Filters)))
def plan(request: HttpRequest, at: datetime) -> HttpResponse:
    calendar = cycles.calendar(at)
    round_ = _round(calendar, request.GET.get("round", ""))
    rows: list[PlanRow] = cycles.plan_lines(round_) if round_ else []
    filters = plans.Filters.read(request.GET, rows)
    counts = competition.counts(round_) if round_ and round_.show_competition else None
    found = plans.lines(rows, counts, filters)
    context = {
        "calendar": calendar,
        "round": round_,
        "filters": filters,
        "choices": plans.choices(rows),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "seats": sum(line.plan.seats for line in found),
        "bases": len({line.plan.base_id for line in found}),
        "names": "group" if filters.sort == "base" else "line",
        "shows_applicants": counts is not None,
        "window": calendar and calendar.registration.window.state(at),
    }
    return DESK.page(request, "public/plan.html", {"track": filters.track, **context}, at=at)


def _round(calendar: Calendar | None, number: str) -> Round | None:
    """The round asked for, else the current one."""
    if calendar is None:
        return None
    wanted = [each for each in calendar.rounds if str(each.number) == number]
    return wanted[0] if wanted else calendar.round


@require_safe
@DESK.enter()
@shelved()
def plan_base(request: HttpRequest, pk: UUID, at: datetime) -> HttpResponse:
    """One base: its plan, brochure, contacts and partner bases."""
    base = get_object_or_404(Base, pk=pk, active=True)
    calendar = cycles.calendar(at)
    round_ = calendar.round if calendar else None
    rows = cycles.plan_lines(round_, base=base.pk) if round_ else []
    counts = competition.counts(round_) if round_ and round_.show_competition else None
    tracks = {row.track for row in rows}
    context = {
        "base": base,
        "calendar": calendar,
        "lines": plans.lines(rows, counts, plans.Filters()),
        "seats": sum(row.seats for row in rows),
        "shows_applicants": counts is not None,
        "brochure": paragraphs(base.brochure),
    }
    return DESK.page(
        request, "public/plan_base.html", {"track": tracks.pop() if len(tracks) == 1 else "", **context}, at=at
    )
