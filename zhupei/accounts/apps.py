from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhupei.accounts"
    label = "accounts"
