"""The door for staff: login, second factor. There is a session only after the second factor."""

import time

import django_otp
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_otp.models import Device

from zhupei.accounts.actions.staff_login import second_factor, staff_password
from zhupei.accounts.models import User
from zhupei.desks.public.forms.accounts import StaffLoginForm, TokenForm
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.views.accounts_frame import account_page, home_of
from zhupei.desks.public.views.accounts_login import begin_session
from zhupei.desks.shared import acts, client
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.own_addresses import next_page
from zhupei.kernel import clock

WAITING = "staff_login"
PATIENCE = 5 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def staff_login(request: HttpRequest) -> HttpResponse:
    """Login name, password, captcha; the person waits in the session until the second factor."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_page(request) or home_of(request))
    if request.method != "POST":
        return _login(request, StaffLoginForm())
    form = StaffLoginForm(request.POST, address=client.address(request))

    def known(user: User) -> HttpResponse:
        request.session.flush()
        request.session[WAITING] = {"user": str(user.pk), "at": int(time.time()), "next": next_page(request)}
        return acts.done(request, "", reverse("public:staff_code"))

    return acts.answer(
        request,
        lambda: staff_password(
            login_name=form.cleaned_data["login_name"],
            password=form.cleaned_data["password"],
            captcha_ok=True,
            device_token=client.device_token(request),
            address=client.address(request),
            user_agent=client.user_agent(request),
            at=clock.now(),
        ),
        form=form,
        again=lambda fault: _login(request, form, fault),
        done=known,
    )


def _login(request: HttpRequest, form: StaffLoginForm, fault: ActFault | None = None) -> HttpResponse:
    context = {"form": form, "next": next_page(request)}
    return account_page(request, "public/accounts/staff_login.html", context, fault=fault)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def staff_code(request: HttpRequest) -> HttpResponse:
    """The authenticator's six digits, within five minutes of the password."""
    waiting = request.session.get(WAITING, {})
    user = User.objects.filter(pk=waiting.get("user"), is_active=True).first() if waiting else None
    if user is None or time.time() - waiting["at"] > PATIENCE:
        request.session.pop(WAITING, None)
        return HttpResponseRedirect(reverse("public:staff_login"))
    if request.method != "POST":
        return _code(request, TokenForm())
    form, token = TokenForm(request.POST), client.device_token(request)

    def entered(device: Device) -> HttpResponse:
        begin_session(request, user)
        django_otp.login(request, device)
        response = acts.done(request, "", waiting["next"] or home_of(request))
        client.keep_device(request, response, token)
        return response

    return acts.answer(
        request,
        lambda: second_factor(
            user=user,
            token=form.cleaned_data["token"],
            device_token=token,
            address=client.address(request),
            user_agent=client.user_agent(request),
            at=clock.now(),
        ),
        form=form,
        again=lambda fault: _code(request, form, fault),
        done=entered,
    )


def _code(request: HttpRequest, form: TokenForm, fault: ActFault | None = None) -> HttpResponse:
    return account_page(request, "public/accounts/staff_code.html", {"form": form}, fault=fault)
