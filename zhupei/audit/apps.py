from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "zhupei.audit"
    label = "audit"

    def ready(self) -> None:
        from zhupei.audit import trail

        trail.register()
