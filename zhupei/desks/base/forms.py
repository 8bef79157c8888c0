"""The forms of the base desk."""

from django import forms

from zhupei.applications.models import Review
from zhupei.applications.rules import LONGEST_NOTE, LONGEST_REASON, LONGEST_REVEAL_REASON
from zhupei.desks.shared.account_fields import ROOM, phone_field
from zhupei.desks.shared.forms import Concrete

NO_REVEAL_REASON = "请写明查看完整号码的原因，会留下记录。"
VERDICTS = [
    (verdict.value, verdict.label) for verdict in (Review.Verdict.APPROVE, Review.Verdict.RETURN, Review.Verdict.REJECT)
]


class DecisionForm(Concrete):
    """Which version was seen, what is decided, and words for the applicant."""

    version_id = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=VERDICTS)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)


class RevocationForm(Concrete):
    """撤销通过: the reason is shown to the applicant."""

    version_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="撤销原因",
        help_text="学员会看到",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RevealForm(Concrete):
    """Which number, and why."""

    what = forms.CharField(max_length=40)
    reason = forms.CharField(
        label="查看原因",
        max_length=LONGEST_REVEAL_REASON,
        error_messages={"required": NO_REVEAL_REASON, "null_characters_not_allowed": NO_REVEAL_REASON},
    )


class PrintedCodeForm(Concrete):
    """The code of a printed form, typed by a USB scanner or by hand."""

    code = forms.CharField(
        label="报名表上的条形码或二维码",
        help_text="用扫描枪扫描，或照着条形码下方的字符输入后按回车",
        max_length=ROOM,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "number-input",
            }
        ),
        error_messages={"required": "请扫描或输入报名表上的编码"},
    )

    def clean_code(self) -> str:
        """A QR code may hold the address of the check page: the code is its last part."""
        return str(self.cleaned_data["code"]).strip().rstrip("/").rpartition("/")[2]


class OnSiteForm(Concrete):
    """现场审核: what the originals have shown."""

    result = forms.ChoiceField(choices=[("passed", "通过"), ("failed", "不通过")])
    note = forms.CharField(label="备注", required=False, max_length=LONGEST_NOTE)

    @property
    def passed(self) -> bool:
        return bool(self.cleaned_data["result"] == "passed")


class ReviewerInvitationForm(Concrete):
    """Invite a reviewer; what is wrong with name, login name or phone the action says."""

    name = forms.CharField(label="姓名", max_length=ROOM)
    login_name = forms.CharField(
        label="登录名",
        help_text="3 至 40 位小写字母、数字、点、横线或下划线",
        max_length=ROOM,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    phone = phone_field()
