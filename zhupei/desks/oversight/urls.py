"""Addresses of the oversight desk."""

from django.urls import URLPattern

app_name = "oversight"
urlpatterns: list[URLPattern] = []
