from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zhupei.imports"
    verbose_name = "导入"
    label = "imports"

    def ready(self) -> None:
        from zhupei.imports import trail

        trail.register()
