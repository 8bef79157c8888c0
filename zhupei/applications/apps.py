from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "zhupei.applications"
    verbose_name = "报名"
    label = "applications"

    def ready(self) -> None:
        from zhupei.applications import acts, editing, printed, trail
        from zhupei.applications.designated_list import kind
        from zhupei.kernel.printed import register

        acts.register()
        editing.register()
        trail.register()
        register(printed.FORM)
        kind.describe()
