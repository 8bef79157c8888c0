from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "zhupei.desks.shared"
    label = "desks_shared"
