from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhupei.reports"
    label = "reports"

    def ready(self) -> None:
        """A worker finds the lists by their names, the trail its words."""
        from zhupei.reports import export_trail
        from zhupei.reports.lists import own_exports, plan, queue, staff, trail

        assert own_exports and plan and queue and staff and trail
        export_trail.register()
