"""Bases of the technical superuser's tables: every change there is an event of the trail, facts are read only."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest  # noqa: TID251  Django's admin is a web page

from zhupei.audit import actions
from zhupei.kernel import clock

TECHNICAL = "technical"
Changed = dict[str, Any]  # field, label and, where they tell nothing about a person, old and new
# Values of these kinds say nothing about a person; of a choice, the form's field is asked.
NOBODYS = (
    forms.BooleanField,
    forms.IntegerField,
    forms.DateField,
    forms.DateTimeField,
    forms.SplitDateTimeField,
    forms.DurationField,
    forms.ChoiceField,
    forms.ModelChoiceField,
)
LONGEST = 100


class Audited(admin.ModelAdmin):
    """Adding, changing and deleting is recorded in the trail and nowhere else: which object, which fields, and of
    fields that tell nothing about a person the value before and after. `told`: those of them that hold text.
    """

    told: tuple[str, ...] = ()

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What `log_addition` and `log_change` get: every field that was changed, of inner rows with their kind."""
        rows = [("", form, form.changed_data)]
        for formset in formsets or ():
            kind = f"{formset.model._meta.verbose_name} "
            gone = [each for each in formset.deleted_forms if each.instance.pk]
            rows += [(f"{kind}删除 ", each, list(each.fields)) for each in gone]
            # Not what a form says of itself: of rows that may only be added it forgets it once they are saved.
            saved = [*formset.new_objects, *(row for row, _ in formset.changed_objects)]
            rows += [(kind, each, each.changed_data) for each in formset.forms if each.instance in saved]
        return [change for row in rows for change in self._changes(*row)]

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, obj, "admin-add", message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, obj, "admin-change", message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._record(request, obj, "admin-delete", list(self._gone(obj)))

    def _gone(self, obj: Any) -> Iterator[Changed]:
        for column in obj._meta.concrete_fields:
            if isinstance(column.formfield(), NOBODYS) or column.name in self.told:
                old = _shown(getattr(obj, column.attname))
                yield {"field": column.name, "label": str(column.verbose_name), "old": old, "new": None}

    def _changes(self, kind: str, form: Any, names: list[str]) -> Iterator[Changed]:
        for name in names:
            field = form.fields[name]
            named: Changed = {"field": name, "label": f"{kind}{field.label or name}"}
            if isinstance(field, NOBODYS) or name in self.told:
                named["old"] = _shown(form.get_initial_for_field(field, name))
                named["new"] = _shown(form.cleaned_data.get(name))
            yield named

    def _record(self, request: HttpRequest, obj: Any, verb: str, changes: list[Changed]) -> None:
        actions.record(
            verb=verb,
            actor=request.user,
            role=TECHNICAL,
            at=clock.now(),
            object_type=obj._meta.label_lower,
            object_id=obj.pk,
            changes=sorted(changes, key=lambda change: str(change["label"])),
        )


def _shown(value: Any) -> Any:
    """Nothing for an empty value; another row is told by its key."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, models.Model):
        value = value.pk
    return str(value)[:LONGEST]


class Kept(Audited):
    """Others hang on it: it is corrected or switched off, never removed."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(admin.ModelAdmin):
    """Nobody adds, edits or removes a fact, not even the technical superuser."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
