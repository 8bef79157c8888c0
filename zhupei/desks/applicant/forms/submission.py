"""The forms of the acts that need a fresh SMS code."""

from django import forms

from zhupei.desks.shared.forms import Concrete

CODE = {
    "max_length": 12,
    "label": "短信验证码",
    "widget": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input code"}),
    "error_messages": {"required": "请输入短信验证码。"},
}


def digits(text: str) -> str:
    """Codes are pasted with spaces and full-width digits."""
    return "".join(str(int(c)) for c in text if c.isdecimal())


class CodeForm(Concrete):
    """`code` as digits."""

    code = forms.CharField(**CODE)

    def clean_code(self) -> str:
        code = digits(self.cleaned_data["code"])
        if len(code) != 6:
            raise forms.ValidationError("验证码为 6 位数字。")
        return code


class SubmissionForm(CodeForm):
    """`token` and `shown` belong to the rendered check page."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    shown = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    truthful = forms.BooleanField(
        label="本人承诺所填信息和材料真实、准确，并已核对以上内容。",
        error_messages={"required": "请勾选承诺后提交。"},
    )

    field_order = ("token", "shown", "truthful", "code")


class GivingUpForm(CodeForm):
    """放弃报名 asks for the words to be typed."""

    typed = forms.CharField(
        max_length=20, label="请输入“放弃报名”四个字", error_messages={"required": "请输入“放弃报名”。"}
    )

    field_order = ("typed", "code")
