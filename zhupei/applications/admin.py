"""Applications for the technical superuser: where they stand, never what is in them, and nothing to edit.

Submitted versions, decisions and moves are append-only in the database as well; dossiers and snapshots are not shown.
"""

from django.contrib import admin

from zhupei.applications.models import (
    Application,
    OnSiteCheck,
    RefusedAttempt,
    Review,
    Transition,
    Version,
)
from zhupei.audit.admin import ReadOnly


@admin.register(Application)
class ApplicationAdmin(ReadOnly):
    list_display = ("number", "state", "round", "base", "track", "kind", "changed_at")
    list_filter = ("state", "round", "track", "kind")
    search_fields = ("number",)
    list_select_related = ("round__cycle", "base")
    fields = (
        "number",
        "state",
        "round",
        "base",
        "track",
        "kind",
        "revision",
        "correction_until",
        "created_at",
        "changed_at",
    )


@admin.register(Version)
class VersionAdmin(ReadOnly):
    list_display = ("receipt_number", "ordinal", "base", "received_at", "recorded_at", "digest")
    list_filter = ("base",)
    search_fields = ("receipt_number", "digest")
    list_select_related = ("base",)
    fields = (
        "receipt_number",
        "ordinal",
        "base",
        "received_at",
        "recorded_at",
        "grace_until",
        "digest",
        "body_digest",
        "accepts_adjustment",
        "consent_version",
    )


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ("application_number", "verdict", "reviewer", "at")
    list_filter = ("verdict",)
    list_select_related = ("application", "reviewer")
    fields = ("application_number", "verdict", "reviewer", "at")

    @admin.display(description="报名号")
    def application_number(self, review: Review) -> str:
        return review.application.number or ""


@admin.register(Transition)
class TransitionAdmin(ReadOnly):
    list_display = ("application_number", "source", "verb", "target", "role", "at")
    list_filter = ("verb", "role")
    list_select_related = ("application",)
    fields = ("application_number", "source", "verb", "role", "target", "at")

    @admin.display(description="报名号")
    def application_number(self, move: Transition) -> str:
        return move.application.number or ""


@admin.register(RefusedAttempt)
class RefusedAttemptAdmin(ReadOnly):
    list_display = ("verb", "code", "received_at", "closes", "round")
    list_filter = ("verb", "code")
    list_select_related = ("round__cycle",)
    fields = ("verb", "code", "received_at", "closes", "round")


@admin.register(OnSiteCheck)
class OnSiteCheckAdmin(ReadOnly):
    list_display = ("application_number", "passed", "checker", "at")
    list_select_related = ("application", "checker")
    fields = ("application_number", "passed", "checker", "at")

    @admin.display(description="报名号")
    def application_number(self, check: OnSiteCheck) -> str:
        return check.application.number or ""
