"""核对并提交, 回执."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import User
from zhupei.applications import actions, cases, checked, queries, rules, snapshot, states
from zhupei.applications.actions import submitting
from zhupei.applications.models import Application, Version
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round
from zhupei.desks.applicant import ics, standing
from zhupei.desks.applicant.forms.submission import SubmissionForm
from zhupei.desks.applicant.sms import verified
from zhupei.desks.shared.guards import applicant_required
from zhupei.kernel import clock
from zhupei.kernel.prepared import Question
from zhupei.kernel.refusals import Refusal, Refused


@require_safe
@applicant_required
def check(request: HttpRequest) -> HttpResponse:
    """Everything as it will be printed, the consequence, the deadline, the code, the button."""
    standing.read_ahead(request, about=cases.asked)
    application = _application(request)
    if application is None:
        return HttpResponseRedirect(reverse("applicant:choices"))
    if application.state not in (states.DRAFT, states.RETURNED):
        return HttpResponseRedirect(reverse("applicant:progress"))
    return _page(request, application)


def _page(
    request: HttpRequest, application: Application, form: SubmissionForm | None = None, refused: Refusal | None = None
) -> HttpResponse:
    case, dossier = cases.load(application)
    now = standing.of(request)
    again = application.state == states.RETURNED
    refusal = (rules.resubmission if again else rules.submission)(case, now.window, now.at)
    shown = checked.digest(case, dossier.frozen)
    consent = accounts.adjustment_text()
    context: dict[str, Any] = {
        "application": application,
        "case": case,
        "dossier": dossier.frozen,
        "doubts": dossier.doubts,
        "refusal": refusal,
        "refused": refused,
        "again": again,
        "adjustment": consent,
        "form": form or SubmissionForm(initial={"token": uuid4(), "shown": shown}),
        "phone": request.user.phone.masked(),
    }
    return render(request, "applicant/application/check.html", context, status=409 if refused else 200)


@require_POST
@applicant_required
def submission(request: HttpRequest) -> HttpResponse:
    """The act itself. The time counts from here: the whole request has been read."""
    form = SubmissionForm(request.POST)
    at = clock.now()
    application = _application(request)
    if application is None:
        raise Http404
    if not form.is_valid():
        return _page(request, application, form)
    token, shown = form.cleaned_data["token"], form.cleaned_data["shown"]
    try:
        version = submitting.replay(application.pk, token, shown)
        if version is None:
            code_id = verified(request, "submit", form.cleaned_data["code"])
            version = actions.submit(
                application_id=application.pk, token=token, shown=shown, code_id=code_id, actor=request.user, at=at
            )
    except Refused as refused:
        standing.forget(request)
        application = _application(request)
        assert application is not None
        if application.state == states.SUBMITTED:  # another tab, or an answer that was lost
            messages.info(request, "报名已经提交，回执如下，无需再次提交。")
            return HttpResponseRedirect(reverse("applicant:receipt", args=[application.version_id]))
        if refused.refusal.code.startswith("code:"):
            form.add_error("code", refused.refusal.message)
            return _page(request, application, form)
        return _page(request, application, None, refused.refusal)
    return HttpResponseRedirect(reverse("applicant:receipt", args=[version.pk]))


def preferences(person: User, round_: Round) -> list[Question[Any]]:
    """What a receipt shows of a version of this round."""
    return [queries.preferences_of_cycle.of(person.pk, round_.cycle_id)]


@require_safe
@applicant_required
def receipt(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """回执: number, database time, digest, what happens next."""
    standing.read_ahead(request, queries.own_version.first_of(request.user, version_id), about=preferences)
    version = _own_version(request, version_id)
    return render(
        request,
        "applicant/application/receipt.html",
        {
            "version": version,
            "preferences": queries.preferences(version),
            "digest": snapshot.short(version.digest),
            "in_force": version.application.version_id == version.pk,
            "review": cycles.stage(version.application.round, "review"),
            "exam": cycles.stage(version.application.round, "exam"),
        },
    )


@require_safe
@applicant_required
def calendar(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The dates that follow, as a calendar file."""
    version = _own_version(request, version_id)
    stages = version.application.round.stages.all()
    response = HttpResponse(ics.calendar(stages, version.base.name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="zhupei.ics"'
    return response


def _application(request: HttpRequest) -> Application | None:
    return standing.of(request).application


def _own_version(request: HttpRequest, version_id: UUID) -> Version:
    version = queries.own_version.first(request.user, version_id)
    if version is None:
        raise Http404
    return version
