"""What Django's pages do with input that no form of ours sends: a defined answer instead of a fault."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.db.models import JSONField
from django.http import HttpRequest


class Searched(AutocompleteSelect):
    """A key that cannot be one is no choice; the form says so."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        try:
            return super().optgroups(name, value, attr)
        except (ValidationError, ValueError):
            return super().optgroups(name, [], attr)


class Structure(forms.JSONField):
    """Left empty it is what the column begins with, as for a row that nobody has filled in; the column takes no NULL.

    What is filled in has the same shape: a list stays a list.
    """

    def __init__(self, *, empty: Any, **given: Any) -> None:
        super().__init__(**given)
        self.empty = empty

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is None:
            return self.empty
        if not isinstance(found, type(self.empty)):
            example = '["第一项", "第二项"]' if isinstance(self.empty, list) else '{"名称": 1}'
            raise ValidationError(f"请按这个样子填写：{example}")
        return found


class Narrow(ModelAdmin):
    """A list can be asked for what it offers as a filter, not for any column by any comparison that Django knows; a
    value that PostgreSQL cannot read is a filter that does not exist. A new form is empty, whatever the address says.
    """

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        offered = [each for each in self.list_filter if isinstance(each, str)]
        return any(lookup == name or lookup.startswith(f"{name}__") for name in offered)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        try:
            with transaction.atomic():
                return super().get_changelist_instance(request)
        except DataError as error:
            raise IncorrectLookupParameters from error

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        if isinstance(db_field, JSONField) and db_field.blank and not db_field.null:
            kwargs |= {"form_class": Structure, "empty": db_field.get_default()}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        if request is not None and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Searched(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
