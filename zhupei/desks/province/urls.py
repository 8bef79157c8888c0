"""Addresses of the province desk."""

from django.urls import path

from zhupei.desks.province.views import calendar, home, invitations, settings
from zhupei.desks.province.views.motions import MOTIONS

app_name = "province"
urlpatterns = [
    path("", home.home, name="home"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<uuid:round_id>/extension/", calendar.extending, name="extending"),
    path("settings/", settings.overview, name="settings"),
    path("settings/differences/", settings.against_last_cycle, name="differences"),
    path("settings/<slug:group>/<uuid:owner_id>/", settings.setting, name="setting"),
    path("changes/", settings.changes, name="changes"),
    *MOTIONS.urls(),
]
