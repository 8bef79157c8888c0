"""Addresses of the province desk."""

from django.urls import path

from zhupei.desks.province.views import calendar, home, invitations, motions, settings

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
    path("motions/<uuid:motion_id>/", motions.motion, name="motion"),
    path("motions/<uuid:motion_id>/confirmation/", motions.confirmation, name="confirmation"),
    path("motions/<uuid:motion_id>/refusal/", motions.refusal, name="refusal"),
    path("motions/<uuid:motion_id>/withdrawal/", motions.withdrawal, name="withdrawal"),
]
