"""Accepting an invitation: the telephone first, then a password, then the authenticator. There is no session yet."""

import re
from base64 import b32encode
from datetime import datetime

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts import queries, rules
from zhupei.accounts.actions import staff
from zhupei.accounts.models import Invitation
from zhupei.bases import actions as bases
from zhupei.desks.public.forms.accounts import StaffPasswordForm, TokenForm
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.views.accounts_frame import account_page
from zhupei.desks.shared import acts, client, errors, sending
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.captcha import CaptchaForm
from zhupei.kernel import clock

ACCEPTING = "invitation"


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: a code goes to the telephone of the account, whoever holds the link."""
    at = clock.now()
    found = queries.open_invitation(token, at)
    if found is None:
        return _spent(request)
    if request.method != "POST":
        return _ask(request, found, CaptchaForm(), at)
    key, address = client.session_key(request), client.address(request)
    return sending.send_code(
        request,
        CaptchaForm(request.POST, address=address),
        lambda: staff.send_code(token=token, session_key=key, address=address, at=at),
        first=lambda form, fault: _ask(request, found, form, at, fault),
        second=lambda form, fault: _choose(request, found, form, at, fault),
        said=f"验证码已发送至 {staff.phone_of(found).masked()}，{rules.VALID}。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def invitation_password(request: HttpRequest, token: str) -> HttpResponse:
    """The code from the telephone and a password."""
    at = clock.now()
    found = queries.open_invitation(token, at)
    if found is None:
        return _spent(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:invitation", args=[token]))
    form = StaffPasswordForm(request.POST)

    def choose() -> None:
        given, key = form.cleaned_data, client.session_key(request)
        with acts.beside("code"):
            code_id = staff.verify_code(token=token, session_key=key, code=given["code"], at=at)
        staff.set_password(token=token, password=given["password"], code_id=code_id, at=at)

    def chosen(_: None) -> HttpResponse:
        request.session[ACCEPTING] = str(found.pk)
        return acts.done(request, "", reverse("public:invitation_code", args=[token]))

    return acts.answer(
        request, choose, form=form, again=lambda fault: _choose(request, found, form, at, fault), done=chosen
    )


def _spent(request: HttpRequest) -> HttpResponse:
    """404 with whom to ask: used, expired and unknown links look the same."""
    return errors.page(request, 404, "errors/invitation.html")


def _ask(
    request: HttpRequest, found: Invitation, form: CaptchaForm, at: datetime, fault: ActFault | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "invitation": found,
        "token": request.resolver_match.kwargs["token"],
        "phone": staff.phone_of(found).masked(),
        "role": rules.role_label(found.role),
    }
    return account_page(request, "public/accounts/invitation.html", context, at=at, fault=fault)


def _choose(
    request: HttpRequest,
    found: Invitation,
    form: CaptchaForm | StaffPasswordForm,
    at: datetime,
    fault: ActFault | None = None,
) -> HttpResponse:
    """`form`: what was just posted, the captcha of a code or the password."""
    context = {
        "form": form if isinstance(form, StaffPasswordForm) else StaffPasswordForm(),
        "asked": form if isinstance(form, CaptchaForm) else None,
        "faulty": form,
        "invitation": found,
        "token": request.resolver_match.kwargs["token"],
        "phone": staff.phone_of(found).masked(),
        "sent": fault is None,
        "wait": rules.SMS_GAP.seconds if fault is None else 0,
    }
    return account_page(request, "public/accounts/invitation_password.html", context, at=at, fault=fault)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
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
    if request.method != "POST":
        return _enrol(request, token, TokenForm(), at)
    form = TokenForm(request.POST)
    return acts.answer(
        request,
        lambda: bases.accept_invitation(token=token, code=form.cleaned_data["token"], at=at),
        form=form,
        again=lambda fault: _enrol(request, token, form, at, fault),
        done=lambda _: _arrived(request),
    )


def _enrol(
    request: HttpRequest, token: str, form: TokenForm, at: datetime, why: ActFault | None = None
) -> HttpResponse:
    """The key, as long as the link is good: it may have been used meanwhile."""

    def shown(device: TOTPDevice) -> HttpResponse:
        secret = " ".join(re.findall("....", b32encode(device.bin_key).decode()))
        context = {"form": form, "qr": _qr(device.config_url), "secret": secret}
        return account_page(request, "public/accounts/invitation_code.html", context, at=at, fault=why)

    def again(fault: ActFault) -> HttpResponse:
        if fault.refusal is None or fault.refusal == staff.GONE:
            return _used(request, token)
        return errors.refused(request, fault.refusal)

    return acts.answer(request, lambda: staff.enrolment(token=token, at=at), again=again, done=shown)


def _used(request: HttpRequest, token: str) -> HttpResponse:
    """A second click or a lost answer must not read like a failure; for everybody else the link is a used one."""
    used = queries.used_invitation(token)
    own = used is not None and request.session.get(ACCEPTING) == str(used.pk)
    return _arrived(request) if own else _spent(request)


def _arrived(request: HttpRequest) -> HttpResponse:
    said = "账号已启用，请登录。动态验证码请等验证器显示下一组再输入。"
    return acts.done(request, said, reverse("public:staff_login"))


def _qr(text: str) -> SafeString:
    """An SVG drawing without any style attribute; dark on white in every mode, so that phones can read it.

    It has a view box: a long login name makes it wider than a phone, and it must shrink, not lose an edge.
    """
    code, scale, border = segno.make(text, error="m"), 5, 3
    width, height = code.symbol_size(scale, border)
    drawn = code.svg_inline(scale=scale, border=border, dark="#000", light="#fff")
    words = f'<svg role="img" aria-label="验证器二维码" viewBox="0 0 {width} {height}" '
    return mark_safe(drawn.replace("<svg ", words, 1))  # noqa: S308
