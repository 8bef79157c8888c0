"""Addresses of the applicant desk."""

from django.urls import URLPattern

app_name = "applicant"
urlpatterns: list[URLPattern] = []
