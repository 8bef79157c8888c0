"""Accounts for the technical superuser: consent texts can be added, people only be looked at. No number, no phone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest  # noqa: TID251  Django's admin is a web page

from zhupei.accounts.models import ConsentText, Invitation, Post, User
from zhupei.audit.admin import Audited, ReadOnly


@admin.register(User)
class UserAdmin(ReadOnly):
    """Staff only: nobody browses applicants here."""

    list_display = ("login_name", "name", "kind", "is_active", "last_login")
    list_filter = ("kind", "is_active")
    search_fields = ("login_name", "name")
    fields = ("login_name", "name", "kind", "is_active", "created_at", "last_login", "password_changed_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(kind=User.Kind.APPLICANT)


@admin.register(Post)
class PostAdmin(ReadOnly):
    list_display = ("user", "role", "granted_at", "confirmed_at", "ended_at")
    list_filter = ("role",)
    list_select_related = ("user",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ("login_name", "name", "role", "base", "created_at", "expires_at", "accepted_at")
    list_select_related = ("base",)
    fields = ("login_name", "name", "role", "base", "invited_by", "created_at", "expires_at", "accepted_at")


@admin.register(ConsentText)
class ConsentTextAdmin(Audited):
    """A version is never edited or removed: people have agreed to just these words. A new one is added."""

    list_display = ("key", "version", "title", "published_at")
    list_filter = ("key",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
