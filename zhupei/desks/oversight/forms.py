"""Inviting staff, not confirming a role."""

from django import forms

from zhupei.accounts import rules
from zhupei.accounts.models import Post
from zhupei.bases import queries as bases
from zhupei.desks.shared.account_fields import ROOM, phone_field
from zhupei.desks.shared.forms import Concrete


class OfficerInvitationForm(Concrete):
    """What is wrong with login name, name or phone the action says."""

    role = forms.ChoiceField(
        label="角色",
        choices=[(role, rules.role_label(role)) for role in (*rules.BASE_ROLES, *Post.Role.values)],
    )
    base = forms.ModelChoiceField(
        bases.active(),
        label="培训基地",
        required=False,
        empty_label="请选择",
        help_text="基地审核员和基地管理员必须选择，其他角色不选。",
    )
    login_name = forms.CharField(
        label="登录名", max_length=ROOM, help_text="3 至 40 位小写字母、数字、点、横线或下划线。"
    )
    name = forms.CharField(label="姓名", max_length=ROOM)
    phone = phone_field()


class RefusingForm(Concrete):
    """Why roles are not confirmed; what is wrong with the words the rule says."""

    reason = forms.CharField(
        label="原因（本人和邀请人会看到）", required=False, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 200})
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if refusal := rules.refusing(reason):
            raise forms.ValidationError(refusal.words, code=refusal.code)
        return reason


class TracedPersonForm(Concrete):
    """Whose acts to read; what was typed never stands in an address."""

    words = forms.CharField(
        label="学员的证件号码、手机号、报名号或姓名",
        max_length=ROOM,
        help_text="证件号码和手机号要完整；姓名从姓开始。只显示账号编号，每次查找都记入日志，每天有上限。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请输入要查找的内容"},
    )
