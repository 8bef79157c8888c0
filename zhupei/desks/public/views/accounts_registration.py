"""账号注册 in two steps on one address: who somebody is, then the code and a password.

Between the steps everything travels in hidden fields and is checked again: a session holds no number and no phone.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.accounts import queries, rules
from zhupei.accounts.actions import codes, registration
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Stage, default_document_types
from zhupei.desks.public.forms.accounts import AskForm, RegisterForm
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.shelved import shelved
from zhupei.desks.public.views.accounts_frame import TRACK_COOKIE, account_page, home_of, keep_track
from zhupei.desks.shared import acts, client, sending
from zhupei.desks.shared.acts import ActFault
from zhupei.kernel import clock


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
@shelved(reads=TRACK_COOKIE)
def registration_page(request: HttpRequest, at: datetime) -> HttpResponse:
    """Step one, and by the button's name: `ask` sends the code, `back` returns, `register` ends."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(home_of(request))
    if request.method != "POST":
        return _first(request, AskForm(**_given(at)), at)
    if "back" in request.POST:
        return _first(request, AskForm(initial=request.POST.dict(), **_given(at)), at)
    if "register" in request.POST:
        return _register(request, at)
    return _ask(request, at)


def _given(at: datetime) -> dict[str, Any]:
    return {"allowed_types": _allowed_types(at), "texts": queries.consent_texts(rules.REGISTRATION_CONSENTS), "at": at}


def _allowed_types(at: datetime) -> list[str]:
    """Those of the current cycle, or the usual ones before the province has entered its first."""
    try:
        return cycles.current_round(at).cycle.document_types
    except Stage.DoesNotExist:
        return default_document_types()


def _ask(request: HttpRequest, at: datetime) -> HttpResponse:
    form = AskForm(request.POST, address=client.address(request), **_given(at))
    return sending.send_code(
        request,
        form,
        lambda: codes.send_code(
            purpose="register",
            phone=form.cleaned_data["phone"],
            user=None,
            session_key=client.session_key(request),
            address=client.address(request),
            at=at,
        ),
        first=lambda form, fault: _first(request, form, at, fault),
        second=lambda form, fault: _second(request, form, at, fault),
        said=f"验证码已发送，{rules.VALID}。",
    )


def _register(request: HttpRequest, at: datetime) -> HttpResponse:
    form, token = RegisterForm(request.POST, **_given(at)), client.device_token(request)

    def again(fault: ActFault) -> HttpResponse:
        if fault.refusal is not None or set(form.errors) <= {"code", "password", "again"}:
            return _second(request, form, at, fault)
        first = AskForm(request.POST, **_given(at))
        first.is_valid()
        return _first(request, first, at, fault)

    def opened(_: None) -> HttpResponse:
        response = acts.done(request, "", reverse("public:registration_done"))
        client.keep_device(request, response, token)
        return response

    return acts.answer(request, lambda: _open_account(request, form, token, at), form=form, again=again, done=opened)


def _open_account(request: HttpRequest, form: RegisterForm, token: str, at: datetime) -> None:
    data = form.cleaned_data
    with acts.beside("code"):
        code_id = codes.verify(
            purpose="register",
            phone_index=queries.phone_index(data["phone"]),
            user=None,
            session_key=client.session_key(request),
            code=data["code"],
        )
    registration.register(
        document_type=data["document_type"],
        number=data["number"],
        name=data["name"],
        phone=data["phone"],
        password=data["password"],
        consents=form.agreed,
        code_id=code_id,
        allowed_types=form.allowed_types,
        device_token=token,
        user_agent=client.user_agent(request),
        at=at,
    )


def _first(request: HttpRequest, form: AskForm, at: datetime, fault: ActFault | None = None) -> HttpResponse:
    page = account_page(request, "public/accounts/registration.html", {"form": form}, at=at, fault=fault)
    return keep_track(request, page)


def _second(
    request: HttpRequest, form: AskForm | RegisterForm, at: datetime, fault: ActFault | None = None
) -> HttpResponse:
    """`form` is the first step's after sending and the second step's after a refusal; both know the person."""
    asked = form if isinstance(form, AskForm) else None
    context = {
        "form": RegisterForm(**_given(at)) if asked else form,
        "asked": asked,
        "faulty": form,
        "carried": form.carried,
        "person": {name: _understood(form, name) for name in ("name", "number", "phone")},
        "sent": fault is None,
        "wait": rules.SMS_GAP.seconds if fault is None else 0,
    }
    return account_page(request, "public/accounts/registration_code.html", context, at=at, fault=fault)


def _understood(form: AskForm | RegisterForm, name: str) -> str:
    """As it will be stored: without the spaces, full-width digits and small letters of what was typed."""
    return getattr(form, "cleaned_data", {}).get(name) or form[name].value() or ""


@require_safe
@DESK.enter()
def registration_done(request: HttpRequest) -> HttpResponse:
    """The same words whether the number was new or not."""
    return account_page(request, "public/accounts/registration_done.html", at=clock.now())
