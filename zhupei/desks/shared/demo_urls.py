"""Addresses that exist in the demonstration only."""

from django.urls import path

from zhupei.desks.shared import demo

app_name = "demo"
urlpatterns = [
    path("inbox/", demo.inbox, name="inbox"),
    path("clock/", demo.clock_page, name="clock"),
    path("styleguide/", demo.styleguide, name="styleguide"),
]
