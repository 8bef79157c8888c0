"""The plan and the bare rows of a cycle for the technical superuser.

Dates and policies he can enter once, with a new round; from then on they are read here and changed on the province's
desk only, where two persons decide and the trail has old and new (`cycles.acts`, `applications.acts`).
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest  # noqa: TID251  Django's admin is a web page

from zhupei.accounts.queries import canonical_number, number_index
from zhupei.audit.admin import Audited, Kept
from zhupei.cycles.models import (
    Cycle,
    DesignatedPlace,
    DocumentDemand,
    MajorRule,
    PersonCategory,
    PlanLine,
    Round,
    Stage,
)
from zhupei.kernel import clock
from zhupei.pure.portrait import PortraitLimits
from zhupei.pure.scans.document_check import DocumentLimits
from zhupei.pure.thresholds import Thresholds


class EnteredOnce(admin.TabularInline):
    """Rows may be added; what stands is read only and stays."""

    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StageInline(EnteredOnce):
    model = Stage


class CategoryInline(EnteredOnce):
    model = PersonCategory


class PoliciesReadOnly(Kept):
    """The columns that are settings (`cycles.policies`) can be read here, and entered with a new row."""

    policies: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.policies if obj else ()


# What the size of a portrait may be is said once, in these fields of its round.
SIZES = {
    "min_bytes": "portrait_min_kb",
    "max_bytes": "portrait_max_kb",
    "min_width": "portrait_min_width",
    "min_height": "portrait_min_height",
}


class CycleForm(forms.ModelForm):
    """Thresholds by names that exist and within their ranges, so that a slip of the pen is no surprise later."""

    class Meta:
        model = Cycle
        fields = (
            "year",
            "name",
            "document_types",
            "assistant_level",
            "portrait_thresholds",
            "scan_thresholds",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("portrait_thresholds", PortraitLimits), ("scan_thresholds", DocumentLimits)):
            field = self.fields[name]
            field.help_text = f"{field.help_text}。可用的名称：{kind.words(without=SIZES)}"

    def clean_portrait_thresholds(self) -> dict[str, Any]:
        given = _checked(self.cleaned_data["portrait_thresholds"], PortraitLimits)
        labels = {name: label_for_field(field, Round) for name, field in SIZES.items() if name in given}
        if labels:
            raise forms.ValidationError([f"{name} 在轮次的“{label}”里设置" for name, label in labels.items()])
        return given

    def clean_scan_thresholds(self) -> dict[str, Any]:
        return _checked(self.cleaned_data["scan_thresholds"], DocumentLimits)


def _checked(given: Any, kind: type[Thresholds]) -> Any:
    """An emptied field means the defaults."""
    settings = {} if given is None else given
    if faults := kind.faults(settings):
        raise forms.ValidationError(list(dict.fromkeys(fault.words for fault in faults)))
    return settings


@admin.register(Cycle)
class CycleAdmin(PoliciesReadOnly):
    form = CycleForm
    policies = ("document_types", "assistant_level")
    told = ("name", "code", "document_types", "assistant_level", "portrait_thresholds", "scan_thresholds")
    list_display = ("year", "name")
    inlines = (CategoryInline,)


@admin.register(Round)
class RoundAdmin(PoliciesReadOnly):
    policies = (
        "max_choices",
        "correction_grace",
        "submissions_limit",
        "onsite_required",
        "show_competition",
        "portrait_min_width",
        "portrait_min_height",
        "portrait_min_kb",
        "portrait_max_kb",
        "document_max_mb",
    )
    told = ("name",)
    list_display = ("__str__", "number", "max_choices", "correction_grace", "show_competition")
    list_select_related = ("cycle",)
    inlines = (StageInline,)


@admin.register(DocumentDemand)
class DocumentDemandAdmin(Audited):
    told = ("kind", "condition")
    list_display = ("cycle", "kind", "condition", "demand")
    list_filter = ("cycle", "demand", "kind")
    list_select_related = ("cycle",)


@admin.register(MajorRule)
class MajorRuleAdmin(Audited):
    told = ("major_codes",)
    list_display = ("cycle", "specialty")
    list_filter = ("cycle",)
    list_select_related = ("cycle", "specialty")


@admin.register(PlanLine)
class PlanLineAdmin(Audited):
    list_display = ("base", "specialty", "round", "seats")
    list_filter = ("round", "specialty__track", "specialty__kind")
    search_fields = ("base__name", "base__code", "specialty__name", "specialty__code")
    list_select_related = ("base", "specialty", "round__cycle")
    autocomplete_fields = ("base", "specialty")


class DesignatedForm(forms.ModelForm):
    """The number is never shown; typing one replaces it together with its blind index."""

    number = forms.CharField(label="证件号码", required=False, help_text="留空表示不更改")

    class Meta:
        model = DesignatedPlace
        fields = ("round", "category", "name", "plan")

    def clean_number(self) -> str:
        number = canonical_number(self.cleaned_data["number"], clock.now().date())
        if not number and not self.instance.document_index:
            raise forms.ValidationError("请填写证件号码。")
        return number

    def save(self, commit: bool = True) -> Any:
        if number := self.cleaned_data["number"]:
            self.instance.document_number = number
            self.instance.document_index = number_index(number)
        return super().save(commit)


@admin.register(DesignatedPlace)
class DesignatedPlaceAdmin(Audited):
    form = DesignatedForm
    list_display = ("name", "masked", "category", "plan", "round")
    list_filter = ("round", "category")
    list_select_related = ("round__cycle", "category", "plan__base", "plan__specialty")
    raw_id_fields = ("plan",)

    @admin.display(description="证件号码")
    def masked(self, place: DesignatedPlace) -> str:
        return place.document_number.masked()
