"""账号与安全: login history, password, phone, consents."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhupei.accounts import queries, rules
from zhupei.accounts.actions import codes, consents, passwords, phones
from zhupei.desks.applicant import standing
from zhupei.desks.applicant.editing import cycle_of
from zhupei.desks.applicant.forms.account import AskPhoneForm, PasswordForm, PhoneForm
from zhupei.desks.shared import answers, client
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import applicant_required
from zhupei.desks.shared.own_addresses import next_page
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.reports import own_data as own_data_report


@require_safe
@applicant_required
def account(request: HttpRequest) -> HttpResponse:
    logins, given = queries.login_history.of(request.user, 20), queries.consents.of(request.user)
    standing.read_ahead(request, logins, given)
    context = {
        "logins": logins.ask(),
        "given": given.ask(),
        "person": request.user,
    }
    return render(request, "applicant/account/account.html", context)


@require_POST
@applicant_required
def own_data(request: HttpRequest) -> HttpResponse:
    """下载本人信息: everything the system knows about this person; taking it is written into the trail."""
    at = clock.now()
    found = own_data_report.collect(request.user, cycle_of(request), at)
    consents.own_data_taken(actor=request.user, at=at)
    response = HttpResponse(own_data_report.written(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, "本人信息.json") or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def password(request: HttpRequest) -> HttpResponse:
    """修改密码: ends every other session; this one goes on under a new key."""
    form, status = PasswordForm(), 200
    if request.method == "POST":
        form, status = PasswordForm(request.POST), 422
        if form.is_valid():
            try:
                user = passwords.change_password(
                    actor=request.user,
                    old=form.cleaned_data["old"],
                    new=form.cleaned_data["password"],
                    at=clock.now(),
                )
            except Refused as refused:
                show(form, refused.refusal)
                status = status_of(refused.refusal)
            else:
                auth.update_session_auth_hash(request, user)
                messages.success(request, "密码已修改，其他设备已退出登录。")
                return HttpResponseRedirect(reverse("applicant:account"))
    return render(request, "applicant/account/password.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def phone(request: HttpRequest) -> HttpResponse:
    """更换手机号码 in two steps: a code to the new number and one to the present one, then both and the password."""
    at = clock.now()
    if request.method != "POST":
        return _first(request, AskPhoneForm())
    if "change" in request.POST:
        return _change(request, at)
    form = AskPhoneForm(request.POST, address=client.address(request))
    return answers.send_code(
        request,
        form,
        lambda: phones.send_codes(
            actor=request.user,
            phone=form.cleaned_data["phone"],
            session_key=client.session_key(request),
            address=client.address(request),
            at=at,
        ),
        first=lambda form, status: _first(request, form, status),
        second=lambda form, status: _second(request, form, status),
        said=f"两个号码的验证码都已发送，{rules.VALID}。",
    )


def _change(request: HttpRequest, at: datetime) -> HttpResponse:
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _second(request, form, 422) if "phone" not in form.errors else _first(request, AskPhoneForm())
    try:
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
    except Refused as refused:
        show(form, refused.refusal)
        return _second(request, form, status_of(refused.refusal))
    messages.success(request, "手机号码已更换，今后的验证码和通知发到新号码。")
    return HttpResponseRedirect(reverse("applicant:account"))


def _verified(request: HttpRequest, form: PhoneForm, purpose: str, field: str, index: str) -> UUID:
    """The id of the code in this field; a refusal is shown beside it."""
    try:
        return codes.verify(
            purpose=purpose,
            phone_index=index,
            user=request.user,
            session_key=client.session_key(request),
            code=form.cleaned_data[field],
        )
    except Refused as refused:
        raise Refused(replace(refused.refusal, field=field)) from None


def _first(request: HttpRequest, form: AskPhoneForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "present": request.user.phone.masked()}
    return render(request, "applicant/account/phone.html", context, status=status)


def _second(request: HttpRequest, form: AskPhoneForm | PhoneForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form if isinstance(form, PhoneForm) else PhoneForm(),
        "asked": form if isinstance(form, AskPhoneForm) else None,
        "faulty": form,
        "phone": request.POST.get("phone", ""),
        "present": request.user.phone.masked(),
        "sent": status == 200,
        "wait": rules.SMS_GAP.seconds if status == 200 else 0,
    }
    return render(request, "applicant/account/phone_code.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def agreement(request: HttpRequest) -> HttpResponse:
    """A text has a new version: it is shown once after logging in and agreed to again."""
    texts = queries.missing_consents(request.user, rules.REGISTRATION_CONSENTS)
    target = next_page(request) or reverse("applicant:home")
    if request.method == "POST":
        agreed = [text for text in texts if f"consent_{text.pk}" in request.POST]
        consents.agree(actor=request.user, texts=agreed, at=clock.now())
        texts = [text for text in texts if text not in agreed]
    if not texts:
        return HttpResponseRedirect(target)
    context = {"texts": texts, "next": target, "wrong": request.method == "POST"}
    return render(request, "applicant/account/agreement.html", context, status=422 if context["wrong"] else 200)
