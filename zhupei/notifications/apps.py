from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "zhupei.notifications"
    label = "notifications"
