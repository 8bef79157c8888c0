"""Looking up, and proposing an act against documents."""

from typing import Any

from django import forms

from zhupei.approvals.rules import LONGEST_REASON, SHORTEST_REASON
from zhupei.desks.shared.account_fields import ROOM, phone_field
from zhupei.desks.shared.forms import Concrete
from zhupei.desks.support.kinds import SupportAct
from zhupei.support import motion_payload, rules


class LookUpForm(Concrete):
    """One box for all four; what was typed never stands in an address."""

    words = forms.CharField(
        label="证件号码、手机号、报名号或姓名",
        max_length=ROOM,
        help_text="证件号码和手机号要完整；姓名要完整，从姓开始，和证件上一样。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请输入要查找的内容"},
    )


class ProposingForm(Concrete):
    """What is wrong with the telephone or missing of the documents the action says."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    documents = forms.MultipleChoiceField(
        label="核验过哪些证件",
        choices=list(motion_payload.DOCUMENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="只勾选您亲眼看过的原件，至少一种本人的证件。只有学校或单位的证明不够。",
        error_messages={"required": "请勾选核验过的证件，至少一种"},
    )
    way = forms.ChoiceField(label="怎样核验的", choices=list(motion_payload.WAYS.items()), widget=forms.RadioSelect)
    phone = phone_field()
    reason = forms.CharField(
        label="情况说明",
        max_length=LONGEST_REASON,
        help_text=f"写明来人是谁、为什么办理、怎样确认是本人，至少 {SHORTEST_REASON} 个字。不要写证件号码和手机号。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, kind: SupportAct, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = kind.phone_label
        self.fields["phone"].error_messages["required"] = f"请填写{kind.phone_label}"
        if kind.move in rules.WITHOUT_PAPERS:
            self._ask_no_papers()

    def _ask_no_papers(self) -> None:
        documents, way = self.fields["documents"], self.fields["way"]
        documents.required = way.required = False
        documents.help_text = "紧急时不看证件也可以提出。勾选的，必须是您亲眼看过的原件。"
        way.help_text = "没有核验证件的，不用选。"

    @property
    def payload(self) -> dict[str, Any]:
        return motion_payload.payload(**{name: self.cleaned_data[name] for name in ("phone", "documents", "way")})
