"""修改密码, 更换手机号码."""

from django import forms

from zhupei.accounts import rules
from zhupei.desks.shared.account_fields import (
    CodeMixin,
    PasswordTwice,
    code_field,
    password_field,
    phone_field,
    six_digits,
)
from zhupei.desks.shared.captcha import CaptchaMixin
from zhupei.desks.shared.forms import Concrete
from zhupei.pure.identity import normalise_phone


class PasswordForm(PasswordTwice, Concrete):
    old = password_field("原密码", new=False)
    password = password_field("新密码", new=True, help_text=PasswordTwice.base_fields["password"].help_text)

    field_order = ("old", "password", "again")


class PhoneMixin(forms.Form):
    phone = phone_field("新手机号码")

    def clean_phone(self) -> str:
        refusal = rules.phone(self.cleaned_data["phone"])
        if refusal is not None:
            raise forms.ValidationError(refusal.message, code=refusal.code)
        return normalise_phone(self.cleaned_data["phone"])


class AskPhoneForm(CaptchaMixin, PhoneMixin, Concrete):
    """Step one: a code goes to each number."""


class PhoneForm(CodeMixin, PhoneMixin, Concrete):
    """Step two: the codes of both numbers and the password."""

    code = code_field("新号码收到的验证码")
    present_code = code_field("原号码收到的验证码")
    old = password_field("登录密码", new=False)

    field_order = ("phone", "present_code", "code", "old")

    def clean_present_code(self) -> str:
        return six_digits(self.cleaned_data["present_code"])
