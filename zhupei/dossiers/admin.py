"""Reference data and the document matrix for the technical superuser; dossiers and documents are nobody's here."""

from typing import Any

from django import forms
from django.contrib import admin

from zhupei.audit.admin import Kept
from zhupei.cycles.admin import DocumentDemandAdmin
from zhupei.cycles.models import DocumentDemand, PersonCategory
from zhupei.dossiers.models import Document, Institution, Major, Region
from zhupei.dossiers.rules.conditions import CATEGORY, CONDITIONS
from zhupei.pure.reference.search import search_text

admin.site.unregister(DocumentDemand)


def condition_choices() -> list[tuple[str, str]]:
    """Every condition that the rules know, and one for each person category."""
    named = [(name, condition.label) for name, condition in CONDITIONS.items()]
    categories = PersonCategory.objects.order_by("position").values_list("code", "name")
    return named + [(CATEGORY + code, f"人员类型：{name}") for code, name in dict(categories).items()]


class DemandForm(forms.ModelForm):
    """Only kinds and conditions that exist: an unknown one would silently ask nobody."""

    kind = forms.ChoiceField(label="材料", choices=Document.Kind.choices)
    condition = forms.ChoiceField(label="条件", choices=condition_choices)

    class Meta:
        model = DocumentDemand
        fields = ("cycle", "kind", "condition", "demand")


@admin.register(DocumentDemand)
class CheckedDemandAdmin(DocumentDemandAdmin):
    form = DemandForm


@admin.register(Region)
class RegionAdmin(Kept):
    told = ("code", "name")
    list_display = ("code", "name", "parent", "level", "valid_to")
    list_filter = ("level",)
    search_fields = ("code", "name")
    list_select_related = ("parent",)
    raw_id_fields = ("parent",)


class SearchedAdmin(Kept):
    """Name and search words belong together: the words are made from the name when it is saved."""

    told = ("code", "name")
    list_display = ("code", "name")
    search_fields = ("code", "name", "search_text")
    readonly_fields = ("search_text",)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if "name" in form.changed_data:
            obj.search_text = search_text(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Institution)
class InstitutionAdmin(SearchedAdmin):
    pass


@admin.register(Major)
class MajorAdmin(SearchedAdmin):
    pass
