from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "zhupei.applications"
    label = "applications"
