from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "zhupei.dossiers"
    verbose_name = "参考数据"
    label = "dossiers"

    def ready(self) -> None:
        from zhupei.dossiers import trail

        trail.register()
