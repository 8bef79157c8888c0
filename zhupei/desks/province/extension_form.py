"""The form by which an extension of registration is proposed: first a preview, then the proposal of what was seen."""

from datetime import datetime, timedelta

from django import forms

from zhupei.approvals import rules as approvals
from zhupei.cycles import extension
from zhupei.desks.shared.forms import Concrete
from zhupei.kernel.clock import SHANGHAI

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
USUAL = timedelta(days=2)


class MomentInput(forms.DateTimeInput):
    """A browser that knows none shows a text field; what the help says can be typed there."""

    input_type = "datetime-local"
    template_name = "django/forms/widgets/input.html"

    def __init__(self) -> None:
        super().__init__(format=FORMATS[0])


class ExtensionForm(Concrete):
    """What is wrong with time and note the action says."""

    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    closes = forms.DateTimeField(
        label="新的报名截止时间",
        input_formats=FORMATS,
        widget=MomentInput,
        help_text="到分钟，例如 2026-07-22 22:00。只能比现在的截止时间晚。",
        error_messages={"invalid": "请填写日期和时间，例如 2026-07-22 22:00"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=approvals.LONGEST_REASON,
        help_text=f"复签的同事会看到，至少 {approvals.SHORTEST_REASON} 个字。不要写证件号码和手机号。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label="公开说明",
        max_length=extension.LONGEST_NOTE,
        help_text="复签后立即置顶在网站首页的公告里；下面自动列出改动的日期，不必重复。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def empty(closes: datetime) -> ExtensionForm:
    """With the usual two days."""
    return ExtensionForm(initial={"closes": (closes + USUAL).astimezone(SHANGHAI)})
