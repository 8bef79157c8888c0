"""Bases of the technical superuser's tables: every change there is an event of the trail, facts are read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest  # noqa: TID251  Django's admin is a web page

from zhupei.audit import actions
from zhupei.kernel import clock

TECHNICAL = "technical"


class Audited(admin.ModelAdmin):
    """Adding, changing and deleting is recorded: which object, which fields, never a value."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, obj, "admin-add", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, obj, "admin-change", message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._record(request, obj, "admin-delete", [])
        return super().log_deletions(request, queryset)

    def _record(self, request: HttpRequest, obj: Any, verb: str, message: Any) -> None:
        fields = sorted({f for part in message for names in part.values() for f in names.get("fields", [])})
        actions.record(
            verb=verb,
            actor=request.user,
            role=TECHNICAL,
            at=clock.now(),
            object_type=obj._meta.label_lower,
            object_id=obj.pk,
            fields=fields,
        )


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
