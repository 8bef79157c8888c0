"""取消报名 while registration is open; 放弃报名 after it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.applications import actions, rules
from zhupei.applications.models import Application
from zhupei.desks.applicant import own_journey
from zhupei.desks.applicant.forms.submission import GivingUpForm, SmsCodeForm
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.applicant.sms import verified
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import clock


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def withdrawal(request: HttpRequest) -> HttpResponse:
    """States the consequence, asks for the code, withdraws."""
    application = _application(request)
    if request.method != "POST":
        return _withdrawal(request, SmsCodeForm())
    form, at = SmsCodeForm(request.POST), clock.now()

    def withdraw() -> None:
        code_id = verified(request, "withdraw", form.cleaned_data["code"])
        actions.withdraw(application_id=application.pk, code_id=code_id, actor=request.user, at=at)

    return acts.answer(
        request,
        withdraw,
        form=form,
        again=lambda fault: _withdrawal(request, form, fault),
        done=lambda _: acts.done(
            request, "已取消报名，当前为未提交状态。截止前可修改后再次提交。", reverse("applicant:choices")
        ),
    )


def _withdrawal(request: HttpRequest, form: SmsCodeForm, fault: ActFault | None = None) -> HttpResponse:
    """As things are now: a refusal means that they have changed."""
    if fault is not None:
        own_journey.forget(request)
    application, now = _application(request), own_journey.of(request)
    refusal = rules.withdrawal(application, now.window, now.at)
    context = {"application": application, "form": form, "refusal": refusal, "phone": request.user.phone.masked()}
    return DESK.page(request, "applicant/application/withdrawal.html", context, fault=fault)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def giving_up(request: HttpRequest) -> HttpResponse:
    """Final in this round; the words are typed."""
    application = _application(request)
    if request.method != "POST":
        return _giving_up(request, GivingUpForm())
    form, at = GivingUpForm(request.POST), clock.now()

    def give_up() -> None:
        actions.give_up(
            application_id=application.pk,
            typed=form.cleaned_data["typed"],
            code_id=verified(request, "give-up", form.cleaned_data["code"]),
            actor=request.user,
            at=at,
        )

    return acts.answer(
        request,
        give_up,
        form=form,
        again=lambda fault: _giving_up(request, form, fault),
        done=lambda _: acts.done(request, "已放弃本轮报名。", reverse("applicant:progress")),
    )


def _giving_up(request: HttpRequest, form: GivingUpForm, fault: ActFault | None = None) -> HttpResponse:
    if fault is not None:
        own_journey.forget(request)
    application, now = _application(request), own_journey.of(request)
    refusal = rules.giving_up(application, now.window, now.at)
    context = {"application": application, "form": form, "refusal": refusal, "phone": request.user.phone.masked()}
    return DESK.page(request, "applicant/application/giving_up.html", context, fault=fault)


def _application(request: HttpRequest) -> Application:
    application = own_journey.of(request).application
    if application is None:
        raise Http404
    return application
