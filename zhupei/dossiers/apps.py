from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "zhupei.dossiers"
    label = "dossiers"
