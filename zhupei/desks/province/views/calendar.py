"""日程: the calendar of a round, what was changed about it, and proposing that registration closes later."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.applications import acts as extensions
from zhupei.applications import concerned_queries
from zhupei.approvals import actions as approvals
from zhupei.approvals import queries as motions
from zhupei.approvals import rules as approval_rules
from zhupei.approvals import verbs
from zhupei.approvals.models import Motion
from zhupei.cycles import extension, history, rules
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round
from zhupei.cycles.queries import Dates
from zhupei.desks.province import extension_form, previews
from zhupei.desks.province.chart import draw
from zhupei.desks.province.extension_form import ExtensionForm
from zhupei.desks.province.frame import DESK
from zhupei.desks.province.views.motions import labelled
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, require

RECENT = 10
PROPOSED = "已提出，等另一位省级管理员复签。复签之前什么都不变。"


@require_safe
@DESK.enter()
def calendar(request: HttpRequest) -> HttpResponse:
    """`?round=2` shows another round of the current cycle."""
    at = clock.request_time()
    found = cycles.calendar(at)
    if found is None:
        return DESK.page(request, "province/calendar.html", {"calendar": None}, at=at)
    wanted = [each for each in found.rounds if str(each.number) == request.GET.get("round", "")]
    round_ = wanted[0] if wanted else found.round
    dates = cycles.dates(round_.pk)
    shifts = [extension.Shift(stage, stage.opens, stage.closes) for stage in dates.stages]
    context = {
        "calendar": found,
        "round": round_,
        "registration": extension.registration_of(dates.stages),
        "chart": draw(shifts, at),
        "stages": previews.states(dates.stages, at),
        "blocked": _blocked(dates, at),
        "waiting": labelled([motions.open_about(extensions.EXTEND, extensions.SUBJECT, str(round_.pk))]),
        "changes": history.entries(history.of_dates(round_.pk)[:RECENT]),
    }
    return DESK.page(request, "province/calendar.html", context, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def extending(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """POST with `step=propose` proposes what the preview has shown; any other POST shows the preview."""
    dates, at = _dates(round_id), clock.now()
    registration = extension.registration_of(dates.stages)
    if registration is None:
        raise Http404
    if request.method != "POST":
        return _show(request, round_id, at, form=extension_form.empty(registration.closes))
    form = ExtensionForm(request.POST)
    again = lambda fault: _show(request, round_id, at, fault, form=form)  # noqa: E731
    if request.POST.get("step") == "propose":
        return acts.answer(
            request,
            lambda: _propose(request, round_id, form, at),
            form=form,
            again=again,
            done=lambda motion: acts.done(request, PROPOSED, reverse("province:motion", args=[motion.pk])),
        )
    return acts.answer(
        request,
        lambda: _preview(dates, form.cleaned_data, at),
        form=form,
        again=again,
        done=lambda preview: _show(request, round_id, at, form=form, preview=preview),
    )


def _propose(request: HttpRequest, round_id: UUID, form: ExtensionForm, at: datetime) -> Motion:
    given = form.cleaned_data
    return approvals.propose(
        verb=extensions.EXTEND,
        subject_id=round_id,
        payload={"closes": given["closes"].isoformat(), "note": given["note"].strip()},
        reason=given["reason"],
        shown=given["shown"],
        actor=request.user,
        at=at,
    )


def _preview(dates: Dates, given: dict[str, Any], at: datetime) -> previews.Preview:
    """Whatever the proposal would be refused for is said before anybody reads a preview. Raises `Refused`."""
    require(rules.extending(dates.stages, dates.following, given["closes"], at))
    require(rules.public_note(given["note"]))
    require(approval_rules.reasoned(given["reason"]))
    return previews.preview(dates, given["closes"], at)


def _show(
    request: HttpRequest, round_id: UUID, at: datetime, fault: ActFault | None = None, **context: Any
) -> HttpResponse:
    """`shown` is what the dates are on this page, whatever the browser has sent."""
    dates = _dates(round_id)
    given = {
        "dates": dates,
        "shown": verbs.get(extensions.EXTEND).digest(dates),
        "registration": extension.registration_of(dates.stages),
        "blocked": _blocked(dates, at),
        "preview": None,
        "counts": concerned_queries.counts(dates.round) if "preview" in context else None,
        **context,
    }
    return DESK.page(request, "province/extending.html", given, at=at, fault=fault)


def _blocked(dates: Dates, at: datetime) -> Refusal | None:
    """Why nothing can be extended now, whichever time somebody would choose."""
    registration = extension.registration_of(dates.stages)
    if registration is None:
        return None
    return rules.extending(dates.stages, dates.following, registration.closes + previews.SMALLEST, at)


def _dates(round_id: UUID) -> Dates:
    try:
        return cycles.dates(round_id)
    except Round.DoesNotExist as error:
        raise Http404 from error
