"""Addresses of the province desk."""

from django.urls import path

from zhupei.desks.province.views import home, invitations, picture_checks

app_name = "province"
urlpatterns = [
    path("", home.home, name="home"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("picture-checks/", picture_checks.picture_checks, name="picture_checks"),
]
