"""The portal's texts for the technical superuser."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest  # noqa: TID251  Django's admin is a web page

from zhupei.audit.admin import Audited
from zhupei.portal import actions
from zhupei.portal.models import Announcement, Page, SupportContact, Template


@admin.register(Announcement)
class AnnouncementAdmin(Audited):
    told = ("title",)
    list_display = ("title", "pinned", "published_at")
    list_filter = ("pinned",)
    search_fields = ("title",)


@admin.register(Template)
class TemplateAdmin(Audited):
    """Title and hint; the kinds are those that `pure.paper` can draw. Saving draws the form afresh."""

    told = ("title",)
    list_display = ("title", "kind", "position")
    readonly_fields = ("kind",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Template, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        actions.draw(obj)


@admin.register(Page)
class PageAdmin(Audited):
    told = ("title", "slug")
    list_display = ("title", "slug")


@admin.register(SupportContact)
class SupportContactAdmin(Audited):
    list_display = ("track", "name", "phone", "hours")
