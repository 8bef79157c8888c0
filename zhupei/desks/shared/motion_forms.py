"""The second signature, and the words with which one refuses."""

from django import forms

from zhupei.approvals import rules
from zhupei.desks.shared.account_fields import code_field, six_digits
from zhupei.desks.shared.forms import Concrete


class SignForm(Concrete):
    """The second signature: what was seen, and the authenticator's digits."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    token = code_field("验证器里的 6 位数字")

    def clean_token(self) -> str:
        return six_digits(self.cleaned_data["token"])


class RefusalForm(Concrete):
    reason = forms.CharField(
        label="不同意的原因",
        max_length=rules.LONGEST_REASON,
        help_text=f"提出的人会看到，至少 {rules.SHORTEST_REASON} 个字。不要写证件号码和手机号。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
