"""我的报名: the next unfinished thing."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhupei.applications import queries, states
from zhupei.applications.models import Choice
from zhupei.cycles import queries as cycles
from zhupei.cycles.timetable import Step
from zhupei.desks.applicant import locks, own_journey
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared.addresses import url
from zhupei.dossiers import queries as dossiers
from zhupei.dossiers import rules as dossier_rules
from zhupei.notifications import queries as notifications


@require_safe
@DESK.enter()
def home(request: HttpRequest) -> HttpResponse:
    """Task list, calendar, messages."""
    notices = notifications.latest.of(request.user.pk)
    own_journey.read_ahead(request, notices, *dossiers.asked(request.user), about=own_journey.choices)
    now = own_journey.of(request)
    context: dict[str, Any] = {"notices": notices.ask()}
    if now.round is None:
        context["situation"] = now.beginning(())
    else:
        data = dossiers.load(request.user)
        cycle = now.round.cycle
        kind = now.application.kind if now.application else dossier_rules.likely_kind(data, cycle)
        gaps = dossier_rules.gaps(data, cycle=cycle, kind=kind)
        tasks = dossier_rules.tasks(data, gaps, cycle)
        choices = queries.choices(now.application)
        missing = [task for task in tasks if not task.done]
        context |= {
            "tasks": [(task, locks.section_reason(request, task.section)) for task in tasks],
            "missing": missing,
            "situation": now.beginning(tasks),
            "next_task": missing[0] if missing else None,
            "choices": choices,
            "choices_open": not missing and now.open and now.state == states.DRAFT,
            "steps": _steps(request),
            "primary": _primary(request, missing, choices),
        }
    return DESK.page(request, "applicant/home.html", context)


def _steps(request: HttpRequest) -> Sequence[Step]:
    now = own_journey.of(request)
    calendar = cycles.calendar(now.at)
    return calendar.steps(now.at) if calendar else []


def _primary(
    request: HttpRequest, missing: Sequence[dossier_rules.Task], choices: Sequence[Choice]
) -> tuple[str, str] | None:
    """The one thing to do next: words and address."""
    now = own_journey.of(request)
    if now.state == states.RETURNED:
        return "查看退回原因并补正", url("applicant:progress")
    if now.submitted:
        return "查看报名进度", url("applicant:progress")
    if now.state != states.DRAFT:
        return None
    if missing and not now.over:
        return f"继续：{missing[0].title}", missing[0].url
    if not now.open:
        return None
    if choices:
        return "核对并提交", url("applicant:check")
    return "填报志愿", url("applicant:choices")
