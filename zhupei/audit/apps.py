from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "zhupei.audit"
    label = "audit"
