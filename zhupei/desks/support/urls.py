"""Addresses of the support desk."""

from django.urls import path

from zhupei.desks.support.views import accounts, history, home, motions

app_name = "support"
urlpatterns = [
    path("", home.home, name="home"),
    path("look-ups/", home.look_ups, name="look_ups"),
    path("accounts/<uuid:user_id>/", accounts.account, name="account"),
    path("accounts/<uuid:user_id>/<slug:kind>/", accounts.proposing, name="proposing"),
    path("motions/<uuid:motion_id>/", motions.motion, name="motion"),
    path("motions/<uuid:motion_id>/confirmation/", motions.confirmation, name="confirmation"),
    path("motions/<uuid:motion_id>/refusal/", motions.refusal, name="refusal"),
    path("motions/<uuid:motion_id>/withdrawal/", motions.withdrawal, name="withdrawal"),
    path("history/", history.history, name="history"),
]
