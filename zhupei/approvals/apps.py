from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "zhupei.approvals"
    verbose_name = "双人确认"

    def ready(self) -> None:
        from zhupei.approvals import trail

        trail.register()
