"""Addresses that exist in the demonstration only."""

from django.urls import path

from zhupei.desks.shared import demo, demo_samples, demo_sheets

app_name = "demo"
urlpatterns = [
    path("logins/", demo.logins, name="logins"),
    path("inbox/", demo.inbox, name="inbox"),
    path("clock/", demo.clock_page, name="clock"),
    path("samples/", demo_samples.samples, name="samples"),
    path("samples/<slug:name>.jpg", demo_samples.picture, name="picture"),
    path("samples/<slug:name>.xlsx", demo_sheets.sheet, name="sheet"),
    path("styleguide/", demo.styleguide, name="styleguide"),
]
