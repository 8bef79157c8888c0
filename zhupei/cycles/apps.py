from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "zhupei.cycles"
    label = "cycles"
