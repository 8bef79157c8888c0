"""The forms of the acts that need a fresh SMS code."""

from django import forms

from zhupei.applications.rules import GIVING_UP_WORDS
from zhupei.desks.shared.account_fields import ROOM, CodeMixin, code_field
from zhupei.desks.shared.forms import Concrete


class SmsCodeForm(Concrete, CodeMixin):
    """`code` as digits."""

    code = code_field("短信验证码")


class SubmissionForm(SmsCodeForm):
    """`token` and `shown` belong to the rendered check page."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    shown = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    truthful = forms.BooleanField(
        label="本人承诺所填信息和材料真实、准确，并已核对以上内容。",
        error_messages={"required": "请勾选承诺后提交。"},
    )

    field_order = ("token", "shown", "truthful", "code")


class GivingUpForm(SmsCodeForm):
    """Giving up asks for its words to be typed."""

    typed = forms.CharField(
        max_length=ROOM,
        label=f"请输入“{GIVING_UP_WORDS}”四个字",
        error_messages={"required": f"请输入“{GIVING_UP_WORDS}”。"},
    )

    field_order = ("typed", "code")
