from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhupei.reports"
    label = "reports"
