from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "zhupei.desks.shared"
    label = "desks_shared"

    def ready(self) -> None:
        from zhupei.desks.shared import trail

        trail.register()
