"""Bases and the specialty catalogue for the technical superuser."""

from django.contrib import admin

from zhupei.audit.admin import Kept, ReadOnly
from zhupei.bases.models import Base, Membership, Specialty


@admin.register(Specialty)
class SpecialtyAdmin(Kept):
    told = ("code", "name")
    list_display = ("code", "name", "track", "kind", "shortage", "since")
    list_filter = ("track", "kind", "shortage")
    search_fields = ("code", "name")


@admin.register(Base)
class BaseAdmin(Kept):
    told = ("code", "name", "short_name", "city")
    list_display = ("code", "name", "city", "phone", "active")
    list_filter = ("active", "city")
    search_fields = ("code", "name", "short_name")


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Roles are invited, confirmed and ended on the desks, where it takes two."""

    list_display = ("user", "base", "role", "granted_at", "confirmed_at", "ended_at")
    list_filter = ("role", "base")
    search_fields = ("user__login_name", "user__name")
    list_select_related = ("user", "base")
