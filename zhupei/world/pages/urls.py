"""Addresses that exist in the demonstration only."""

from django.urls import path

from zhupei.world.pages import samples, sheets, views

app_name = "demo"
urlpatterns = [
    path("logins/", views.logins, name="logins"),
    path("inbox/", views.inbox, name="inbox"),
    path("clock/", views.clock_page, name="clock"),
    path("samples/", samples.samples, name="samples"),
    path("samples/<slug:name>.jpg", samples.picture, name="picture"),
    path("samples/<slug:name>.xlsx", sheets.sheet, name="sheet"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
