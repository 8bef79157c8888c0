"""修改密码, 更换手机号码."""

from django import forms

from zhupei.accounts import rules
from zhupei.desks.shared.account_fields import CodeMixin, PasswordTwice, password_field, phone_field
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
    """Step one: the code goes to the new number."""


class PhoneForm(CodeMixin, PhoneMixin, Concrete):
    """Step two: the code and the password."""

    old = password_field("登录密码", new=False)

    field_order = ("phone", "code", "old")
