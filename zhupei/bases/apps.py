from django.apps import AppConfig


class BasesConfig(AppConfig):
    name = "zhupei.bases"
    label = "bases"
