"""Bases and the specialty catalogue for the technical superuser."""

from django.contrib import admin

from zhupei.audit.admin import Audited, Kept
from zhupei.bases.models import Base, Membership, Specialty


@admin.register(Specialty)
class SpecialtyAdmin(Kept):
    list_display = ("code", "name", "track", "kind", "shortage", "since")
    list_filter = ("track", "kind", "shortage")
    search_fields = ("code", "name")


@admin.register(Base)
class BaseAdmin(Kept):
    list_display = ("code", "name", "city", "phone", "active")
    list_filter = ("active", "city")
    search_fields = ("code", "name", "short_name")


@admin.register(Membership)
class MembershipAdmin(Audited):
    """Memberships come from invitations; here they can be ended (`ended_at`), which works at the next click."""

    list_display = ("user", "base", "role", "granted_at", "ended_at")
    list_filter = ("role", "base")
    search_fields = ("user__login_name", "user__name")
    readonly_fields = ("user", "base", "role", "granted_by", "granted_at")
    list_select_related = ("user", "base")

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
