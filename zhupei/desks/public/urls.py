"""Addresses of the public desk."""

from django.urls import URLPattern, URLResolver, path

from zhupei.desks.public import urls_accounts, urls_papers
from zhupei.desks.public.views import plan, portal

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", portal.home, name="home"),
    path("plan/", plan.plan, name="plan"),
    path("plan/<uuid:pk>/", plan.plan_base, name="plan_base"),
    path("announcements/", portal.announcements, name="announcements"),
    path("announcements/<uuid:pk>/", portal.announcement, name="announcement"),
    path("procedure/", portal.procedure, name="procedure"),
    path("help/account/", portal.account_help, name="account_help"),
    path("templates/<slug:kind>/", portal.template, name="template"),
    *urls_accounts.urlpatterns,
    *urls_papers.urlpatterns,
]
