from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "zhupei.kernel"
    label = "kernel"
