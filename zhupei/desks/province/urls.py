"""Addresses of the province desk."""

from django.urls import path

from zhupei.desks.province.views import calendar, home, imports, invitations, settings
from zhupei.desks.province.views.motions import MOTIONS

app_name = "province"
urlpatterns = [
    path("", home.home, name="home"),
    path("designated/", imports.imports, {"kind": "designated"}, name="designated"),
    path("designated/template/", imports.template, {"kind": "designated"}, name="designated_template"),
    path("imports/<uuid:import_id>/", imports.import_, name="import"),
    path("imports/<uuid:import_id>/choices/", imports.choices, name="import_choices"),
    path("imports/<uuid:import_id>/confirmation/", imports.confirmation, name="import_confirmation"),
    path("imports/<uuid:import_id>/discarding/", imports.discarding, name="import_discarding"),
    path("imports/<uuid:import_id>/marked/", imports.marked, name="import_marked"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<uuid:round_id>/extension/", calendar.extending, name="extending"),
    path("settings/", settings.overview, name="settings"),
    path("settings/differences/", settings.against_last_cycle, name="differences"),
    path("settings/<slug:group>/<uuid:owner_id>/", settings.setting, name="setting"),
    path("changes/", settings.changes, name="changes"),
    *MOTIONS.urls(),
]
