from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "zhupei.support"
    verbose_name = "技术支持"

    def ready(self) -> None:
        from zhupei.support import acts, trail

        acts.register()
        trail.register()
