"""忘记密码: number and phone, then code and new password. Nothing tells a stranger whether there is an account."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.accounts import queries, rules
from zhupei.accounts.actions import codes, passwords
from zhupei.accounts.models import User
from zhupei.desks.public.forms.accounts import ForgotForm, ResetForm
from zhupei.desks.public.views.accounts_frame import account_frame
from zhupei.desks.shared import answers, client
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused

SENT = f"如果证件号与手机号属于同一账号，验证码已发送，{rules.VALID}。"


@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Step one; a code leaves only when number and phone belong together, and the answer is the same."""
    at = clock.now()
    if request.method != "POST":
        return _first(request, ForgotForm(), at)
    form = ForgotForm(request.POST, address=client.address(request))
    return answers.send_code(
        request,
        form,
        lambda: _send(request, form, at),
        first=lambda form, status: _first(request, form, at, status),
        second=lambda form, status: _second(request, form, at, status),
        said=SENT,
    )


def _send(request: HttpRequest, form: ForgotForm, at: datetime) -> None:
    codes.send_reset_code(
        number=form.cleaned_data["number"],
        phone=form.cleaned_data["phone"],
        session_key=client.session_key(request),
        device_token=client.device_token(request),
        address=client.address(request),
        at=at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Step two. A code that fits proves the owner; from then on this browser is known."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:forgot"))
    at = clock.now()
    form = ResetForm(request.POST)
    if not form.is_valid():
        if set(form.errors) - {"code", "password", "again"}:
            return HttpResponseRedirect(reverse("public:forgot"))
        return _second(request, form, at, 422)
    token = client.device_token(request)
    try:
        _reset(request, form, token, at)
    except Refused as refused:
        show(form, refused.refusal)
        return _second(request, form, at, status_of(refused.refusal))
    messages.success(request, "密码已重新设置，请用新密码登录。")
    response = HttpResponseRedirect(reverse("public:login"))
    client.keep_device(request, response, token)
    return response


def _reset(request: HttpRequest, form: ResetForm, token: str, at: datetime) -> None:
    user = _owner(form.cleaned_data["number"], form.cleaned_data["phone"], at)
    code_id = codes.verify(
        purpose="reset",
        phone_index=queries.phone_index(form.cleaned_data["phone"]),
        user=user,
        session_key=client.session_key(request),
        code=form.cleaned_data["code"],
    )
    assert user is not None  # a withheld code fits nothing
    passwords.reset_password(
        user=user,
        code_id=code_id,
        password=form.cleaned_data["password"],
        device_token=token,
        user_agent=client.user_agent(request),
        at=at,
    )


def _owner(number: str, phone: str, at: datetime) -> User | None:
    return queries.by_number_and_phone(number, phone, rules.day(at))


def _first(request: HttpRequest, form: ForgotForm, at: datetime, status: int = 200) -> HttpResponse:
    return render(request, "public/accounts/forgot.html", {**account_frame(request, at), "form": form}, status=status)


def _second(request: HttpRequest, form: ForgotForm | ResetForm, at: datetime, status: int = 200) -> HttpResponse:
    context = {
        "form": form if isinstance(form, ResetForm) else ResetForm(),
        "asked": form if isinstance(form, ForgotForm) else None,
        "number": request.POST.get("number", ""),
        "phone": request.POST.get("phone", ""),
        "faulty": form,
        "sent": SENT if status == 200 else "",
        "wait": rules.SMS_GAP.seconds if status == 200 else 0,
    }
    return render(request, "public/accounts/forgot_new.html", {**account_frame(request, at), **context}, status=status)
