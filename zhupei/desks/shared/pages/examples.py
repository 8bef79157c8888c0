"""Examples for the style guide page (demonstration only): a form in its states, a page of a list."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from zhupei.desks.shared.forms import Concrete


class ExampleForm(Concrete):
    """Every kind of field the system uses."""

    name = forms.CharField(label="姓名", help_text="与证件一致，可含“·”和生僻字", max_length=50)
    number = forms.CharField(label="身份证号", max_length=18)
    phone = forms.CharField(label="手机号", widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
    email = forms.EmailField(label="电子邮箱", required=False)
    category = forms.ChoiceField(
        label="人员类型",
        choices=[("", "请选择"), ("own", "本单位人"), ("entrusted", "外单位委培人员"), ("none", "社会人")],
    )
    military = forms.ChoiceField(label="是否现役军人", choices=[("no", "否"), ("yes", "是")], widget=forms.RadioSelect)
    graduated_on = forms.DateField(label="毕业日期", widget=forms.DateInput(attrs={"type": "date"}))
    languages = forms.MultipleChoiceField(
        label="接收通知的方式",
        choices=[("inbox", "站内消息"), ("sms", "短信"), ("mail", "邮件")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="补充说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    consent = forms.BooleanField(label="我已阅读并同意《个人信息处理规则》", help_text="可随时在“账号”中撤回")


def example_form() -> ExampleForm:
    return ExampleForm(prefix="empty", initial={"military": "no"})


def example_form_with_errors() -> ExampleForm:
    form = ExampleForm(
        {"wrong-name": "和志远", "wrong-number": "530102199003070016", "wrong-military": "no"}, prefix="wrong"
    )
    form.add_error("number", "第 18 位校验不对，应为 5，现在是 6")
    return form


def example_page() -> Page:
    return Paginator(range(1286), 20).page(3)


def example_deadline(now: datetime) -> datetime:
    return now + timedelta(days=2, hours=3, minutes=12)


def example_address(name: str) -> str:
    """Where the style guide's forms would go; nothing answers there but the tests in tests/assets."""
    return f"/example/{name}/"


FUNCTIONS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (example_address, example_deadline, example_form, example_form_with_errors, example_page)
}
