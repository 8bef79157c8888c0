"""Addresses of the province desk."""

from django.urls import path

from zhupei.desks.province.views import home, imports, invitations, picture_checks

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
    path("picture-checks/", picture_checks.picture_checks, name="picture_checks"),
]
