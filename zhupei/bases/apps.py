from django.apps import AppConfig


class BasesConfig(AppConfig):
    name = "zhupei.bases"
    verbose_name = "基地"
    label = "bases"

    def ready(self) -> None:
        from zhupei.bases import trail

        trail.register()
