from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhupei.portal"
    verbose_name = "门户"
    label = "portal"

    def ready(self) -> None:
        from zhupei.portal import trail

        trail.register()
