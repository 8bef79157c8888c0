"""日程: the calendar of a round, what was changed about it, and proposing that registration closes later."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.accounts.models import Post
from zhupei.applications import acts, concerned_queries
from zhupei.approvals import actions as approvals
from zhupei.approvals import queries as motions
from zhupei.approvals import rules as approval_rules
from zhupei.approvals import verbs
from zhupei.cycles import extension, history, rules
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round
from zhupei.cycles.queries import Dates
from zhupei.desks.province import extension_form, previews
from zhupei.desks.province.chart import draw
from zhupei.desks.province.extension_form import ExtensionForm
from zhupei.desks.province.frame import page
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, Refused, require

RECENT = 10


@require_safe
@staff_required(Post.Role.PROVINCE)
def calendar(request: HttpRequest) -> HttpResponse:
    """`?round=2` shows another round of the current cycle."""
    at = clock.reading()
    found = cycles.calendar(at)
    if found is None:
        return page(request, "province/calendar.html", at, {"calendar": None})
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
        "waiting": motions.open_about(acts.EXTEND, acts.SUBJECT, str(round_.pk)),
        "changes": history.entries(history.events([round_.pk])[:RECENT]),
    }
    return page(request, "province/calendar.html", at, context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Post.Role.PROVINCE)
def extending(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """POST with `step=propose` proposes what the preview has shown; any other POST shows the preview."""
    dates, at = _dates(round_id), clock.now()
    registration = extension.registration_of(dates.stages)
    if registration is None:
        raise Http404
    if request.method != "POST":
        return _form(request, dates, at, form=extension_form.empty(registration.closes))
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _form(request, dates, at, status=422, form=form)
    try:
        if request.POST.get("step") == "propose":
            return _propose(request, dates, form, at)
        _allowed(dates, form.cleaned_data, at)
    except Refused as refused:
        return _form(request, dates, at, status=status_of(refused.refusal), **_told(form, refused.refusal))
    return _form(request, dates, at, form=form, preview=previews.preview(dates, form.cleaned_data["closes"], at))


def _propose(request: HttpRequest, dates: Dates, form: ExtensionForm, at: datetime) -> HttpResponse:
    given = form.cleaned_data
    motion = approvals.propose(
        verb=acts.EXTEND,
        subject_id=dates.round.pk,
        payload={"closes": given["closes"].isoformat(), "note": given["note"].strip()},
        reason=given["reason"],
        shown=given["shown"],
        actor=request.user,
        at=at,
    )
    messages.success(request, "已提出，等另一位省级管理员复签。复签之前什么都不变。")
    return HttpResponseRedirect(reverse("province:motion", args=[motion.pk]))


def _allowed(dates: Dates, given: dict[str, Any], at: datetime) -> None:
    """What the proposal would be refused for is said before anybody reads a preview."""
    require(rules.extending(dates.stages, dates.following, given["closes"], at))
    require(rules.public_note(given["note"]))
    require(approval_rules.reasoned(given["reason"]))


def _told(form: ExtensionForm, refusal: Refusal) -> dict[str, Any]:
    show(form, refusal)
    return {"form": form}


def _form(request: HttpRequest, dates: Dates, at: datetime, *, status: int = 200, **context: Any) -> HttpResponse:
    """`shown` is what the dates are on this page, whatever the browser has sent."""
    shown = verbs.get(acts.EXTEND).digest(dates)
    registration = extension.registration_of(dates.stages)
    given = {
        "dates": dates,
        "shown": shown,
        "registration": registration,
        "blocked": _blocked(dates, at),
        "preview": None,
        "counts": concerned_queries.counts(dates.round),
        **context,
    }
    return page(request, "province/extending.html", at, given, status=status)


def _blocked(dates: Dates, at: datetime) -> Refusal | None:
    """Why nothing can be extended now, whichever time somebody would choose."""
    registration = extension.registration_of(dates.stages)
    if registration is None:
        return None
    a_second = registration.closes.replace(microsecond=0) + previews.SMALLEST
    return rules.extending(dates.stages, dates.following, a_second, at)


def _dates(round_id: UUID) -> Dates:
    try:
        return cycles.dates(round_id)
    except Round.DoesNotExist as error:
        raise Http404 from error
