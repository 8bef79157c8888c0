"""账号与安全: login history, password, phone, consents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhupei.accounts import queries, rules
from zhupei.accounts.actions import codes, consents, passwords, phones
from zhupei.accounts.models import ConsentText, User
from zhupei.desks.applicant import own_journey
from zhupei.desks.applicant.editing import cycle_of
from zhupei.desks.applicant.forms.account import AskPhoneForm, PasswordForm, PhoneForm
from zhupei.desks.applicant.frame import DESK
from zhupei.desks.shared import acts, client, sending
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.own_addresses import next_page
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal, require
from zhupei.reports import own_data as own_data_report

UNTICKED = Refusal(
    "consent:unticked",
    "请阅读并勾选后继续。",
    field="consent",
    remedy="不同意时可以退出登录，已保存的内容不受影响。",
)


@require_safe
@DESK.enter()
def account(request: HttpRequest) -> HttpResponse:
    logins, given = queries.login_history.of(request.user, 20), queries.consents.of(request.user)
    own_journey.read_ahead(request, logins, given)
    context = {
        "logins": logins.ask(),
        "given": given.ask(),
        "person": request.user,
    }
    return DESK.page(request, "applicant/account/account.html", context)


@require_POST
@DESK.enter()
def own_data(request: HttpRequest) -> HttpResponse:
    """下载本人信息: everything the system knows about this person; taking it is written into the trail."""
    at = clock.now()
    found = own_data_report.collect(request.user, cycle_of(request), at)
    consents.own_data_taken(actor=request.user, at=at)
    response = HttpResponse(own_data_report.written(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, "本人信息.json") or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def password(request: HttpRequest) -> HttpResponse:
    """修改密码: ends every other session; this one goes on under a new key."""
    if request.method != "POST":
        return _password(request, PasswordForm())
    form = PasswordForm(request.POST)

    def changed(user: User) -> HttpResponse:
        auth.update_session_auth_hash(request, user)
        return acts.done(request, "密码已修改，其他设备已退出登录。", reverse("applicant:account"))

    return acts.answer(
        request,
        lambda: passwords.change_password(
            actor=request.user, old=form.cleaned_data["old"], new=form.cleaned_data["password"], at=clock.now()
        ),
        form=form,
        again=lambda fault: _password(request, form, fault),
        done=changed,
    )


def _password(request: HttpRequest, form: PasswordForm, fault: ActFault | None = None) -> HttpResponse:
    return DESK.page(request, "applicant/account/password.html", {"form": form}, fault=fault)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def phone(request: HttpRequest) -> HttpResponse:
    """更换手机号码 in two steps: a code to the new number and one to the present one, then both and the password."""
    at = clock.now()
    if request.method != "POST":
        return _first(request, AskPhoneForm())
    if "change" in request.POST:
        return _change(request, at)
    form = AskPhoneForm(request.POST, address=client.address(request))
    return sending.send_code(
        request,
        form,
        lambda: phones.send_codes(
            actor=request.user,
            phone=form.cleaned_data["phone"],
            session_key=client.session_key(request),
            address=client.address(request),
            at=at,
        ),
        first=lambda form, fault: _first(request, form, fault),
        second=lambda form, fault: _second(request, form, fault),
        said=f"两个号码的验证码都已发送，{rules.VALID}。",
    )


def _change(request: HttpRequest, at: datetime) -> HttpResponse:
    form = PhoneForm(request.POST)

    def change() -> None:
        present_code_id = _verified(request, form, phones.LEAVE, "present_code", request.user.phone_index)
        new_index = queries.phone_index(form.cleaned_data["phone"])
        phones.change_phone(
            actor=request.user,
            phone=form.cleaned_data["phone"],
            password=form.cleaned_data["old"],
            code_id=_verified(request, form, phones.ARRIVE, "code", new_index),
            present_code_id=present_code_id,
            at=at,
        )

    def again(fault: ActFault) -> HttpResponse:
        lost = fault.refusal is None and "phone" in form.errors
        return _first(request, AskPhoneForm()) if lost else _second(request, form, fault)

    said = "手机号码已更换，今后的验证码和通知发到新号码。"
    return acts.answer(
        request,
        change,
        form=form,
        again=again,
        done=lambda _: acts.done(request, said, reverse("applicant:account")),
    )


def _verified(request: HttpRequest, form: PhoneForm, purpose: str, field: str, index: str) -> UUID:
    """The id of the code in this field; a refusal is shown beside it."""
    with acts.beside(field):
        return codes.verify(
            purpose=purpose,
            phone_index=index,
            user=request.user,
            session_key=client.session_key(request),
            code=form.cleaned_data[field],
        )


def _first(request: HttpRequest, form: AskPhoneForm, fault: ActFault | None = None) -> HttpResponse:
    context = {"form": form, "present": request.user.phone.masked()}
    return DESK.page(request, "applicant/account/phone.html", context, fault=fault)


def _second(request: HttpRequest, form: AskPhoneForm | PhoneForm, fault: ActFault | None = None) -> HttpResponse:
    context = {
        "form": form if isinstance(form, PhoneForm) else PhoneForm(),
        "asked": form if isinstance(form, AskPhoneForm) else None,
        "faulty": form,
        "phone": request.POST.get("phone", ""),
        "present": request.user.phone.masked(),
        "sent": fault is None,
        "wait": rules.SMS_GAP.seconds if fault is None else 0,
    }
    return DESK.page(request, "applicant/account/phone_code.html", context, fault=fault)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def agreement(request: HttpRequest) -> HttpResponse:
    """A text has a new version: it is shown once after logging in and agreed to again."""
    texts = queries.missing_consents(request.user, rules.REGISTRATION_CONSENTS)
    target = next_page(request) or reverse("applicant:home")
    if request.method != "POST":
        return _agreement(request, texts, target) if texts else HttpResponseRedirect(target)
    agreed = [text for text in texts if f"consent_{text.pk}" in request.POST]
    left = [text for text in texts if text not in agreed]

    def agree() -> None:
        consents.agree(actor=request.user, texts=agreed, at=clock.now())
        require(UNTICKED if left else None)

    return acts.answer(
        request,
        agree,
        again=lambda fault: _agreement(request, left, target, fault),
        done=lambda _: acts.done(request, "", target),
    )


def _agreement(
    request: HttpRequest, texts: Sequence[ConsentText], target: str, fault: ActFault | None = None
) -> HttpResponse:
    context = {"texts": texts, "next": target}
    return DESK.page(request, "applicant/account/agreement.html", context, fault=fault)
