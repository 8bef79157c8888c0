"""Addresses of the province desk."""

from django.urls import path

from zhupei.desks.province.views import home, invitations

app_name = "province"
urlpatterns = [
    path("", home.home, name="home"),
    path("invitations/", invitations.invitations, name="invitations"),
]
