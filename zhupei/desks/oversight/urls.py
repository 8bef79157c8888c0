"""Addresses of the oversight desks: system, security and audit administrators."""

from django.urls import path

from zhupei.desks.oversight.views import accounts, home, pending, roles, trail

app_name = "oversight"
urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:user_id>/invitation/", accounts.invitation_again, name="invitation_again"),
    path("invitations/", accounts.invitations, name="invitations"),
    path("pending/", pending.pending, name="pending"),
    path("pending/confirmations/", pending.confirmations, name="confirmations"),
    path("pending/refusals/", pending.refusals, name="refusals"),
    path("roles/", roles.roles, name="roles"),
    path("roles/ending/", roles.ending, name="ending"),
    path("trail/", trail.trail, name="trail"),
    path("trail/people/", trail.people, name="trail_people"),
    path("trail/<int:sequence>/", trail.act, name="trail_act"),
]
