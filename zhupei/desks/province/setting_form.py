"""A form for any group of settings, made from its fields, and the values that were chosen."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from zhupei.approvals import rules as approvals
from zhupei.cycles.policies import Number, OneOf, SettingField, Settings, SettingSection, Several, Switch
from zhupei.desks.shared.forms import Concrete

YES, NO = "yes", "no"


class SettingForm(Concrete):
    """`two`: whether another officer has to confirm; then the reason is asked."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, settings: Settings, shown: str, two: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings, self.two = settings, two
        self.fields["shown"].initial = shown
        for field in settings.fields().values():
            self.fields[field.name] = _form_field(field, settings.values[field.name])
        if two:
            self.fields["reason"] = forms.CharField(
                label="理由",
                max_length=approvals.LONGEST_REASON,
                help_text=f"复签的同事会看到，至少 {approvals.SHORTEST_REASON} 个字。不要写证件号码和手机号。",
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": "请写明理由"},
            )

    def sections(self) -> Iterator[tuple[SettingSection, list[tuple[SettingField, BoundField, str, str]]]]:
        """With each field its place on the page, what the notice says now, and what is usual where it is not so."""
        for section in self.settings.group.sections(self.settings.owner):
            rows = []
            for field in section.fields:
                value = self.settings.values[field.name]
                unusual = "" if value == field.default else f"通常{field.words(field.default)}"
                rows.append((field, self[field.name], field.sentence(value), unusual))
            yield section, rows

    def values(self) -> dict[str, Any]:
        """What was chosen, once the form is valid."""
        return {field.name: _value(field, self.cleaned_data[field.name]) for field in self.settings.fields().values()}


def _form_field(field: SettingField, value: Any) -> forms.Field:
    missing = {"required": f"请选择“{field.label}”"}
    given: dict[str, Any] = {"label": field.label, "help_text": field.help, "initial": value}
    if isinstance(field, Number):
        limits = {"min": field.low, "max": field.high, "inputmode": "numeric"}
        return forms.IntegerField(
            **(given | {"help_text": field.notice}),
            required=not field.empty,
            widget=forms.NumberInput(attrs=limits),
            error_messages={"invalid": field.fault(""), "required": f"请填写{field.label}"},
        )
    if isinstance(field, Several):
        choices = list(field.options.items())
        return forms.MultipleChoiceField(
            **given, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=missing
        )
    if isinstance(field, Switch):
        given |= {"initial": YES if value else NO, "choices": [(YES, field.yes), (NO, field.no)]}
    elif isinstance(field, OneOf):
        given["choices"] = list(field.options.items())
    return forms.ChoiceField(**given, widget=forms.RadioSelect, error_messages=missing)


def _value(field: SettingField, chosen: Any) -> Any:
    if isinstance(field, Switch):
        return chosen == YES
    return field.loaded(chosen) if isinstance(field, Several) else chosen
