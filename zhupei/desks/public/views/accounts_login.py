"""登录 and 退出 for applicants."""

import time
from datetime import datetime

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from zhupei.accounts import queries, rules
from zhupei.accounts.actions.login import login
from zhupei.accounts.models import User
from zhupei.desks.public.forms.accounts import LoginForm
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.shelved import shelved
from zhupei.desks.public.views.accounts_frame import TRACK_COOKIE, account_page, home_of, keep_track
from zhupei.desks.shared import acts, client
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.own_addresses import next_page


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
@shelved(reads=TRACK_COOKIE)
def login_page(request: HttpRequest, at: datetime) -> HttpResponse:
    """Number, password, captcha."""
    if request.user.is_authenticated:
        return keep_track(request, HttpResponseRedirect(next_page(request) or home_of(request)))
    if request.method != "POST":
        return _show(request, LoginForm(), at)
    form, token = LoginForm(request.POST, address=client.address(request)), client.device_token(request)
    return acts.answer(
        request,
        lambda: login(
            number=form.cleaned_data["number"],
            password=form.cleaned_data["password"],
            captcha_ok=True,
            device_token=token,
            address=client.address(request),
            user_agent=client.user_agent(request),
            at=at,
        ),
        form=form,
        again=lambda fault: _show(request, form, at, fault),
        done=lambda user: _enter(request, user, token),
    )


def _show(request: HttpRequest, form: LoginForm, at: datetime, fault: ActFault | None = None) -> HttpResponse:
    context = {"form": form, "next": next_page(request)}
    return keep_track(request, account_page(request, "public/accounts/login.html", context, at=at, fault=fault))


def _enter(request: HttpRequest, user: User, token: str) -> HttpResponse:
    begin_session(request, user)
    target = next_page(request) or reverse("applicant:home")
    if queries.missing_consents(user, rules.REGISTRATION_CONSENTS):
        target = f"{reverse('applicant:agreement')}?{urlencode({'next': target})}"
    response = HttpResponseRedirect(target)
    client.keep_device(request, response, token)
    return response


def begin_session(request: HttpRequest, user: User) -> None:
    """A new session with a new key and nothing of the stranger's in it; its limits begin now."""
    request.session.flush()
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["began"] = request.session["seen"] = int(time.time())


@require_POST
@DESK.enter()
def logout_page(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return acts.done(request, "您已退出登录。", reverse("public:home"))
