"""Fields of the account forms: numbers, phones, passwords, codes."""

from typing import Any

from django import forms

from zhupei.accounts import rules

# Longer than any valid input: a long paste gets the rule's own sentence instead of one about limits.
ROOM = 200


def number_field(label: str = "证件号码", **given: Any) -> forms.CharField:
    attrs = {"autocomplete": "username", "spellcheck": "false", "class": "number-input"}
    return forms.CharField(label=label, max_length=ROOM, widget=forms.TextInput(attrs=attrs), **given)


def phone_field(label: str = "手机号码", **given: Any) -> forms.CharField:
    attrs = {"autocomplete": "tel-national", "inputmode": "tel", "class": "number-input"}
    return forms.CharField(label=label, max_length=ROOM, widget=forms.TextInput(attrs=attrs), **given)


def password_field(label: str, *, new: bool, **given: Any) -> forms.CharField:
    """Blanks at the ends belong to a password; it is never sent back to the browser."""
    attrs = {
        "autocomplete": "new-password" if new else "current-password",
        "data-reveal-password-target": "input",
    }
    widget = forms.PasswordInput(attrs=attrs, render_value=False)
    return forms.CharField(label=label, max_length=ROOM, strip=False, widget=widget, **given)


def code_field(label: str = "手机验证码") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "number-input"}
    return forms.CharField(label=label, max_length=ROOM, widget=forms.TextInput(attrs=attrs))


def six_digits(raw: str) -> str:
    """As `rules.typed_code` reads it; anything else is refused with concrete words."""
    digits = rules.typed_code(raw)
    if digits is None:
        raise forms.ValidationError(rules.NOT_A_CODE.message, code=rules.NOT_A_CODE.code)
    return digits


class CodeMixin(forms.Form):
    """手机验证码."""

    code = code_field()

    def clean_code(self) -> str:
        return six_digits(self.cleaned_data["code"])


class PasswordTwice(forms.Form):
    """A new password, typed twice. Rules about the person are checked by the action, which knows the person."""

    staff = False
    password = password_field(
        "设置密码", new=True, help_text="至少 8 位，同时包含字母、数字和特殊字符，不要用姓名、生日和证件号。"
    )
    again = password_field("再输一次密码", new=True, error_messages={"required": "请再输一次密码"})

    def clean_password(self) -> str:
        refusal = rules.password(self.cleaned_data["password"], staff=self.staff)
        if refusal is not None:
            raise forms.ValidationError(refusal.message, code=refusal.code)
        return self.cleaned_data["password"]

    def clean_again(self) -> str:
        again, first = self.cleaned_data["again"], self.cleaned_data.get("password")
        if first is not None and again != first:
            raise forms.ValidationError("两次输入的密码不一样")
        return again
