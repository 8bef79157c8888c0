"""What Django's pages do with input that no form of ours sends: a defined answer instead of a fault."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.http import HttpRequest


class Searched(AutocompleteSelect):
    """A key that cannot be one is no choice; the form says so."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        try:
            return super().optgroups(name, value, attr)
        except (ValidationError, ValueError):
            return super().optgroups(name, [], attr)


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

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        if request is not None and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Searched(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
