"""取消报名 while registration is open; 放弃报名 after it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.applications import actions, rules
from zhupei.applications.models import Application
from zhupei.desks.applicant import standing
from zhupei.desks.applicant.forms.submission import CodeForm, GivingUpForm
from zhupei.desks.applicant.sms import verified
from zhupei.desks.shared.guards import applicant_required
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def withdrawal(request: HttpRequest) -> HttpResponse:
    """States the consequence, asks for the code, withdraws."""
    application = _application(request)
    now = standing.of(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()

        def act(code_id: UUID) -> None:
            actions.withdraw(application_id=application.pk, code_id=code_id, actor=request.user, at=at)

        done = _act(request, form, "withdraw", at, act)
        if done:
            messages.success(request, "已取消报名，当前为未提交状态。截止前可修改后再次提交。")
            return HttpResponseRedirect(reverse("applicant:choices"))
    refusal = rules.withdrawal(application, now.window, now.at)
    context = {"application": application, "form": form, "refusal": refusal, "phone": request.user.phone.masked()}
    return render(request, "applicant/application/withdrawal.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def giving_up(request: HttpRequest) -> HttpResponse:
    """Final in this round; the words are typed."""
    application = _application(request)
    now = standing.of(request)
    form = GivingUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()

        def act(code_id: UUID) -> None:
            actions.give_up(
                application_id=application.pk,
                typed=form.cleaned_data["typed"],
                code_id=code_id,
                actor=request.user,
                at=at,
            )

        if _act(request, form, "give-up", at, act):
            messages.success(request, "已放弃本轮报名。")
            return HttpResponseRedirect(reverse("applicant:progress"))
    refusal = rules.giving_up(application, now.window, now.at)
    context = {"application": application, "form": form, "refusal": refusal, "phone": request.user.phone.masked()}
    return render(request, "applicant/application/giving_up.html", context, status=409 if form.errors else 200)


def _application(request: HttpRequest) -> Application:
    application = standing.of(request).application
    if application is None:
        raise Http404
    return application


def _act(request: HttpRequest, form: CodeForm, purpose: str, at: datetime, act: Callable[[UUID], None]) -> bool:
    """Check the code, do the act; a refusal becomes an error of the form."""
    try:
        act(verified(request, purpose, form.cleaned_data["code"]))
    except Refused as refused:
        refusal = refused.refusal
        field = "code" if refusal.code.startswith("code:") else refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.words)
        standing.forget(request)
        return False
    return True
