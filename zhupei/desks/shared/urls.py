"""Addresses that belong to no desk."""

from django.urls import path

from zhupei.desks.shared import health
from zhupei.desks.shared.display import display
from zhupei.desks.shared.session import session

app_name = "shared"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("display/", display, name="display"),
    path("session/", session, name="session"),
]
