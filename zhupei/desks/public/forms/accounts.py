"""账号注册, 登录, 忘记密码. What a rule refuses is said beside the field it belongs to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from zhupei.accounts import queries, rules
from zhupei.accounts.models import ConsentText
from zhupei.desks.shared.account_fields import (
    ROOM,
    CodeMixin,
    PasswordTwice,
    code_field,
    number_field,
    password_field,
    phone_field,
    six_digits,
)
from zhupei.desks.shared.captcha import CaptchaMixin
from zhupei.desks.shared.forms import Concrete
from zhupei.kernel.refusals import Refusal
from zhupei.pure.identity import DocumentType, normalise_name, normalise_phone


class PersonForm(Concrete):
    """The first step of 账号注册: who somebody is. The rules of the account say what is wrong with it."""

    document_type = forms.ChoiceField(label="证件类型")
    number = number_field(help_text="用身份证号注册；港澳台同胞用来往内地（大陆）通行证。证件号就是登录账号。")
    name = forms.CharField(
        label="姓名",
        max_length=ROOM,
        help_text="与证件上的姓名一致，最多 50 个字。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = phone_field(help_text="正在使用的手机号，用来接收验证码和通知。")

    def __init__(
        self, *args: Any, allowed_types: Iterable[str], texts: list[ConsentText], at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.allowed_types, self.texts, self.at = list(allowed_types), texts, at
        kinds = [kind for kind in DocumentType if kind in self.allowed_types]
        self.fields["document_type"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        for text in texts:
            self.fields[f"consent_{text.pk}"] = forms.BooleanField(
                label=f"我已阅读并同意《{text.title}》", error_messages={"required": f"请阅读并勾选《{text.title}》"}
            )

    @property
    def consent_fields(self) -> list[tuple[ConsentText, forms.BoundField]]:
        return [(text, self[f"consent_{text.pk}"]) for text in self.texts]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed, for the hidden fields of the next step."""
        names = ["document_type", "number", "name", "phone", *(f"consent_{text.pk}" for text in self.texts)]
        return [(name, self.data[name]) for name in names if name in self.data]

    @property
    def agreed(self) -> list[int]:
        return [text.pk for text in self.texts if self.cleaned_data.get(f"consent_{text.pk}")]

    def clean_name(self) -> str:
        self._require(rules.name(self.cleaned_data["name"]))
        return normalise_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        self._require(rules.phone(self.cleaned_data["phone"]))
        return normalise_phone(self.cleaned_data["phone"])

    def clean_number(self) -> str:
        """The type stands above the number, so it has been cleaned already (or is wrong itself)."""
        number = self.cleaned_data["number"]
        if kind := self.cleaned_data.get("document_type"):
            self._require(rules.document(kind, number, self.allowed_types, rules.day(self.at)))
        return queries.canonical_number(number, rules.day(self.at))

    def _require(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            raise forms.ValidationError(refusal.message, code=refusal.code)


class AskForm(CaptchaMixin, PersonForm):
    """Step one with its captcha: the code is sent."""


class RegisterForm(PasswordTwice, CodeMixin, PersonForm):
    """Step two: the same person again (hidden), the code and a password."""


class LoginForm(CaptchaMixin, Concrete):
    number = number_field("证件号", help_text="注册时使用的身份证号或通行证号。")
    password = password_field("密码", new=False)


class StaffLoginForm(CaptchaMixin, Concrete):
    login_name = forms.CharField(
        label="登录名",
        max_length=ROOM,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = password_field("密码", new=False)


class TokenForm(Concrete):
    """The six digits of the authenticator."""

    token = code_field("动态验证码")

    def clean_token(self) -> str:
        return six_digits(self.cleaned_data["token"])


class OwnerForm(Concrete):
    """The first step of 忘记密码."""

    number = number_field("证件号")
    phone = phone_field(help_text="注册时填写的手机号。")

    def clean_phone(self) -> str:
        refusal = rules.phone(self.cleaned_data["phone"])
        if refusal is not None:
            raise forms.ValidationError(refusal.message, code=refusal.code)
        return normalise_phone(self.cleaned_data["phone"])


class ForgotForm(CaptchaMixin, OwnerForm):
    """Step one with its captcha."""


class ResetForm(PasswordTwice, CodeMixin, OwnerForm):
    """Step two: number and phone again (hidden), the code and a new password."""


class StaffPasswordForm(PasswordTwice, CodeMixin, Concrete):
    """Accepting an invitation: the code from the telephone and a password."""

    staff = True
    password = password_field("设置密码", new=True, help_text="至少 12 位，同时包含字母、数字和特殊字符。")
