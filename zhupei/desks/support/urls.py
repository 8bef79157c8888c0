"""Addresses of the support desk."""

from django.urls import path

from zhupei.desks.support.views import accounts, history, home
from zhupei.desks.support.views.motions import MOTIONS

app_name = "support"
urlpatterns = [
    path("", home.home, name="home"),
    path("look-ups/", home.look_ups, name="look_ups"),
    path("accounts/<uuid:user_id>/", accounts.account, name="account"),
    path("accounts/<uuid:user_id>/<slug:kind>/", accounts.proposing, name="proposing"),
    *MOTIONS.urls(),
    path("history/", history.history, name="history"),
]
