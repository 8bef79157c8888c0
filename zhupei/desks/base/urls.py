"""Addresses of the base desk."""

from django.urls import URLPattern

app_name = "base"
urlpatterns: list[URLPattern] = []
