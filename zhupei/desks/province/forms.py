"""The forms of the province desk."""

from django import forms

from zhupei.accounts import rules
from zhupei.bases import queries as bases
from zhupei.desks.shared.account_fields import ROOM, phone_field
from zhupei.desks.shared.forms import Concrete


class BaseInvitationForm(Concrete):
    """Invite an administrator or a reviewer of a base; what is wrong with name or phone the action says."""

    base = forms.ModelChoiceField(bases.active(), label="培训基地", empty_label="请选择")
    role = forms.ChoiceField(
        label="角色", choices=[(role, rules.role_label(role)) for role in reversed(rules.BASE_ROLES)]
    )
    name = forms.CharField(label="姓名", max_length=ROOM)
    login_name = forms.CharField(
        label="登录名",
        max_length=ROOM,
        help_text="3 至 40 位小写字母、数字、点、横线或下划线",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    phone = phone_field()
