"""核对并提交, 回执."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import User
from zhupei.applications import actions, checked, queries, rules, snapshot, states, submission_loading
from zhupei.applications.actions import submitting
from zhupei.applications.models import Application, Version
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Round
from zhupei.desks.applicant import ics, own_journey
from zhupei.desks.applicant.forms.submission import SubmissionForm
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.applicant.sms import verified
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import clock
from zhupei.kernel.prepared import Question


@require_safe
@DESK.enter()
def check(request: HttpRequest) -> HttpResponse:
    """Everything as it will be printed, the consequence, the deadline, the code, the button."""
    own_journey.read_ahead(request, about=submission_loading.asked)
    application = _application(request)
    if application is None:
        return HttpResponseRedirect(reverse("applicant:choices"))
    if application.state not in states.TO_SUBMIT:
        return HttpResponseRedirect(reverse("applicant:progress"))
    return _page(request, application)


def _page(
    request: HttpRequest, application: Application, form: SubmissionForm | None = None, fault: ActFault | None = None
) -> HttpResponse:
    submission, dossier = submission_loading.load(application)
    now = own_journey.of(request)
    again = application.state == states.RETURNED
    refusal = (rules.resubmission if again else rules.submission)(submission, now.window, now.at)
    shown = checked.digest(submission, dossier.frozen)
    consent = accounts.adjustment_text()
    context: dict[str, Any] = {
        "application": application,
        "submission": submission,
        "dossier": dossier.frozen,
        "doubts": dossier.doubts,
        "refusal": refusal,
        "again": again,
        "adjustment": consent,
        "form": form or SubmissionForm(initial={"token": uuid4(), "shown": shown}),
        "phone": request.user.phone.masked(),
    }
    return DESK.page(request, "applicant/application/check.html", context, fault=fault)


@require_POST
@DESK.enter()
def submission(request: HttpRequest) -> HttpResponse:
    """The act itself. The time counts from here: the whole request has been read."""
    form = SubmissionForm(request.POST)
    at = clock.now()
    application = _application(request)
    if application is None:
        raise Http404

    def submit() -> Version:
        token, shown = form.cleaned_data["token"], form.cleaned_data["shown"]
        version = submitting.replay(application.pk, token, shown)
        if version is not None:
            return version
        code_id = verified(request, "submit", form.cleaned_data["code"])
        return actions.submit(
            application_id=application.pk, token=token, shown=shown, code_id=code_id, actor=request.user, at=at
        )

    return acts.answer(
        request,
        submit,
        form=form,
        again=lambda fault: _again(request, application, form, fault),
        done=lambda version: acts.done(request, "", reverse("applicant:receipt", args=[version.pk])),
    )


def _again(request: HttpRequest, application: Application, form: SubmissionForm, fault: ActFault) -> HttpResponse:
    """What was refused for what it is about is checked anew, on a new page."""
    if fault.refusal is None:
        return _page(request, application, form, fault)
    own_journey.forget(request)
    now = _application(request)
    assert now is not None
    if now.state == states.SUBMITTED:  # another tab, or an answer that was lost
        messages.info(request, "报名已经提交，回执如下，无需再次提交。")
        return HttpResponseRedirect(reverse("applicant:receipt", args=[now.version_id]))
    return _page(request, now, None if fault.above else form, fault)


def preferences(person: User, round_: Round) -> list[Question[Any]]:
    """What a receipt shows of a version of this round."""
    return [queries.preferences_of_cycle.of(person.pk, round_.cycle_id)]


@require_safe
@DESK.enter()
def receipt(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """回执: number, database time, digest, what happens next."""
    own_journey.read_ahead(request, queries.own_version.first_of(request.user, version_id), about=preferences)
    version = _own_version(request, version_id)
    return DESK.page(
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
@DESK.enter()
def calendar(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The dates that follow, as a calendar file."""
    version = _own_version(request, version_id)
    stages = version.application.round.stages.all()
    response = HttpResponse(ics.calendar(stages, version.base.name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="zhupei.ics"'
    return response


def _application(request: HttpRequest) -> Application | None:
    return own_journey.of(request).application


def _own_version(request: HttpRequest, version_id: UUID) -> Version:
    version = queries.own_version.first(request.user, version_id)
    if version is None:
        raise Http404
    return version
