"""The door for staff: invitation, login, second factor. There is a session only after the second factor."""

import re
import time
from base64 import b32encode
from datetime import datetime

import django_otp
import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from zhupei.accounts import queries, rules
from zhupei.accounts.actions import staff
from zhupei.accounts.actions.staff_login import second_factor, staff_password
from zhupei.accounts.models import Invitation, User
from zhupei.bases import actions as bases
from zhupei.desks.public.forms.accounts import StaffLoginForm, StaffPasswordForm, TokenForm
from zhupei.desks.public.views.accounts_frame import account_frame, home_of
from zhupei.desks.public.views.accounts_login import begin_session
from zhupei.desks.shared import answers, client, errors
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.captcha import CaptchaForm
from zhupei.desks.shared.own_addresses import next_page
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused

WAITING = "staff_login"
PATIENCE = 5 * 60
ACCEPTING = "invitation"


@require_http_methods(["GET", "HEAD", "POST"])
def staff_login(request: HttpRequest) -> HttpResponse:
    """Login name, password, captcha; the person waits in the session until the second factor."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_page(request) or home_of(request))
    form, status = StaffLoginForm(), 200
    if request.method == "POST":
        form, status = StaffLoginForm(request.POST, address=client.address(request)), 422
        if form.is_valid():
            try:
                user = staff_password(
                    login_name=form.cleaned_data["login_name"],
                    password=form.cleaned_data["password"],
                    captcha_ok=True,
                    device_token=client.device_token(request),
                    address=client.address(request),
                    user_agent=client.user_agent(request),
                    at=clock.now(),
                )
            except Refused as refused:
                show(form, refused.refusal)
                status = status_of(refused.refusal)
            else:
                request.session.flush()
                request.session[WAITING] = {"user": str(user.pk), "at": int(time.time()), "next": next_page(request)}
                return HttpResponseRedirect(reverse("public:staff_code"))
    context = {**account_frame(request, clock.now()), "form": form, "next": next_page(request)}
    return render(request, "public/accounts/staff_login.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_code(request: HttpRequest) -> HttpResponse:
    """The authenticator's six digits, within five minutes of the password."""
    waiting = request.session.get(WAITING, {})
    user = User.objects.filter(pk=waiting.get("user"), is_active=True).first() if waiting else None
    if user is None or time.time() - waiting["at"] > PATIENCE:
        request.session.pop(WAITING, None)
        return HttpResponseRedirect(reverse("public:staff_login"))
    form, status = TokenForm(), 200
    if request.method == "POST":
        form, status = TokenForm(request.POST), 422
        if form.is_valid():
            try:
                return _enter(request, user, form.cleaned_data["token"], waiting["next"])
            except Refused as refused:
                show(form, refused.refusal)
                status = status_of(refused.refusal)
    context = {**account_frame(request, clock.now()), "form": form}
    return render(request, "public/accounts/staff_code.html", context, status=status)


def _enter(request: HttpRequest, user: User, token: str, target: str) -> HttpResponse:
    device_token = client.device_token(request)
    device = second_factor(
        user=user,
        token=token,
        device_token=device_token,
        address=client.address(request),
        user_agent=client.user_agent(request),
        at=clock.now(),
    )
    begin_session(request, user)
    django_otp.login(request, device)
    response = HttpResponseRedirect(target or home_of(request))
    client.keep_device(request, response, device_token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: a code goes to the telephone of the account, whoever holds the link."""
    at = clock.now()
    found = queries.open_invitation(token, at)
    if found is None:
        return _spent(request)
    if request.method != "POST":
        return _ask(request, found, CaptchaForm(), at)
    key, address = client.session_key(request), client.address(request)
    return answers.send_code(
        request,
        CaptchaForm(request.POST, address=address),
        lambda: staff.send_code(token=token, session_key=key, address=address, at=at),
        first=lambda form, status: _ask(request, found, form, at, status),
        second=lambda form, status: _choose(request, found, form, at, status),
        said=f"验证码已发送至 {staff.phone_of(found).masked()}，{rules.VALID}。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_password(request: HttpRequest, token: str) -> HttpResponse:
    """The code from the telephone and a password."""
    at = clock.now()
    found = queries.open_invitation(token, at)
    if found is None:
        return _spent(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:invitation", args=[token]))
    form = StaffPasswordForm(request.POST)
    if not form.is_valid():
        return _choose(request, found, form, at, 422)
    given = form.cleaned_data
    try:
        key = client.session_key(request)
        code_id = staff.verify_code(token=token, session_key=key, code=given["code"], at=at)
        staff.set_password(token=token, password=given["password"], code_id=code_id, at=at)
    except Refused as refused:
        show(form, refused.refusal)
        return _choose(request, found, form, at, status_of(refused.refusal))
    request.session[ACCEPTING] = str(found.pk)
    return HttpResponseRedirect(reverse("public:invitation_code", args=[token]))


def _spent(request: HttpRequest) -> HttpResponse:
    """404 with whom to ask: used, expired and unknown links look the same."""
    return errors.page(request, 404, "errors/invitation.html")


def _ask(request: HttpRequest, found: Invitation, form: CaptchaForm, at: datetime, status: int = 200) -> HttpResponse:
    context = {
        **account_frame(request, at),
        "form": form,
        "invitation": found,
        "token": request.resolver_match.kwargs["token"],
        "phone": staff.phone_of(found).masked(),
        "role": rules.role_label(found.role),
    }
    return render(request, "public/accounts/invitation.html", context, status=status)


def _choose(
    request: HttpRequest, found: Invitation, form: CaptchaForm | StaffPasswordForm, at: datetime, status: int = 200
) -> HttpResponse:
    """`form`: what was just posted, the captcha of a code or the password."""
    context = {
        **account_frame(request, at),
        "form": form if isinstance(form, StaffPasswordForm) else StaffPasswordForm(),
        "asked": form if isinstance(form, CaptchaForm) else None,
        "faulty": form,
        "invitation": found,
        "token": request.resolver_match.kwargs["token"],
        "phone": staff.phone_of(found).masked(),
        "sent": status == 200,
        "wait": rules.SMS_GAP.seconds if status == 200 else 0,
    }
    return render(request, "public/accounts/invitation_password.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_code(request: HttpRequest, token: str) -> HttpResponse:
    """Set up the authenticator: its key as QR code and as text; one code from it proves that it works.

    Whoever has come to the end by this link in this session is led on to the login, however often he clicks.
    """
    at = clock.now()
    found = queries.open_invitation(token, at)
    if found is None:
        return _used(request, token)
    if found.user is None or found.proved_at is None or request.session.get(ACCEPTING) != str(found.pk):
        return HttpResponseRedirect(reverse("public:invitation", args=[token]))
    form, status = TokenForm(), 200
    if request.method == "POST":
        form, status = TokenForm(request.POST), 422
        if form.is_valid():
            try:
                bases.accept_invitation(token=token, code=form.cleaned_data["token"], at=at)
            except Refused as refused:
                show(form, refused.refusal)
                status = status_of(refused.refusal)
            else:
                return _arrived(request)
    try:
        device = staff.enrolment(token=token, at=at)
    except Refused as refused:
        if refused.refusal != staff.GONE:
            raise
        return _used(request, token)
    context = {
        **account_frame(request, at),
        "form": form,
        "qr": _qr(device.config_url),
        "secret": " ".join(re.findall("....", b32encode(device.bin_key).decode())),
    }
    return render(request, "public/accounts/invitation_code.html", context, status=status)


def _used(request: HttpRequest, token: str) -> HttpResponse:
    """A second click or a lost answer must not read like a failure; for everybody else the link is a used one."""
    used = queries.used_invitation(token)
    own = used is not None and request.session.get(ACCEPTING) == str(used.pk)
    return _arrived(request) if own else _spent(request)


def _arrived(request: HttpRequest) -> HttpResponse:
    messages.success(request, "账号已启用，请登录。动态验证码请等验证器显示下一组再输入。")
    return HttpResponseRedirect(reverse("public:staff_login"))


def _qr(text: str) -> SafeString:
    """An SVG drawing without any style attribute; dark on white in every mode, so that phones can read it.

    It has a view box: a long login name makes it wider than a phone, and it must shrink, not lose an edge.
    """
    code, scale, border = segno.make(text, error="m"), 5, 3
    width, height = code.symbol_size(scale, border)
    drawn = code.svg_inline(scale=scale, border=border, dark="#000", light="#fff")
    words = f'<svg role="img" aria-label="验证器二维码" viewBox="0 0 {width} {height}" '
    return mark_safe(drawn.replace("<svg ", words, 1))  # noqa: S308
