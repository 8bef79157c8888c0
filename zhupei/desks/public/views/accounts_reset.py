"""忘记密码: number and phone, then code and new password. Nothing tells a stranger whether there is an account."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.accounts import queries, rules
from zhupei.accounts.actions import codes, passwords
from zhupei.accounts.models import User
from zhupei.desks.public.forms.accounts import ForgotForm, ResetForm
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.views.accounts_frame import account_page
from zhupei.desks.shared import acts, client, sending
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import clock

SENT = f"如果证件号与手机号属于同一账号，验证码已发送，{rules.VALID}。"


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def forgot(request: HttpRequest) -> HttpResponse:
    """Step one; a code leaves only when number and phone belong together, and the answer is the same."""
    at = clock.now()
    if request.method != "POST":
        return _first(request, ForgotForm(), at)
    form = ForgotForm(request.POST, address=client.address(request))
    return sending.send_code(
        request,
        form,
        lambda: _send(request, form, at),
        first=lambda form, fault: _first(request, form, at, fault),
        second=lambda form, fault: _second(request, form, at, fault),
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
@DESK.enter()
def new_password(request: HttpRequest) -> HttpResponse:
    """Step two. A code that fits proves the owner; from then on this browser is known."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:forgot"))
    at, form, token = clock.now(), ResetForm(request.POST), client.device_token(request)

    def again(fault: ActFault) -> HttpResponse:
        if fault.refusal is None and set(form.errors) - {"code", "password", "again"}:
            return HttpResponseRedirect(reverse("public:forgot"))
        return _second(request, form, at, fault)

    def reset(_: None) -> HttpResponse:
        response = acts.done(request, "密码已重新设置，请用新密码登录。", reverse("public:login"))
        client.keep_device(request, response, token)
        return response

    return acts.answer(request, lambda: _reset(request, form, token, at), form=form, again=again, done=reset)


def _reset(request: HttpRequest, form: ResetForm, token: str, at: datetime) -> None:
    user = _owner(form.cleaned_data["number"], form.cleaned_data["phone"], at)
    with acts.beside("code"):
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


def _first(request: HttpRequest, form: ForgotForm, at: datetime, fault: ActFault | None = None) -> HttpResponse:
    return account_page(request, "public/accounts/forgot.html", {"form": form}, at=at, fault=fault)


def _second(
    request: HttpRequest, form: ForgotForm | ResetForm, at: datetime, fault: ActFault | None = None
) -> HttpResponse:
    context = {
        "form": form if isinstance(form, ResetForm) else ResetForm(),
        "asked": form if isinstance(form, ForgotForm) else None,
        "number": request.POST.get("number", ""),
        "phone": request.POST.get("phone", ""),
        "faulty": form,
        "sent": SENT if fault is None else "",
        "wait": rules.SMS_GAP.seconds if fault is None else 0,
    }
    return account_page(request, "public/accounts/forgot_new.html", context, at=at, fault=fault)
