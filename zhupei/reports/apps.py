from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhupei.reports"
    label = "reports"

    def ready(self) -> None:
        """A worker finds the lists by their names."""
        from zhupei.reports.lists import own_exports, plan, queue, staff

        assert own_exports and plan and queue and staff
