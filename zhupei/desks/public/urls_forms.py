"""The address that a printed form carries in its QR code."""

from django.urls import path

from zhupei.desks.public.views import form_check

urlpatterns = [path("form/<str:code>/", form_check.form_check, name="form_check")]
