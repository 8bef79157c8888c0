from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhupei.portal"
    label = "portal"
