from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhupei.accounts"
    verbose_name = "账号"
    label = "accounts"

    def ready(self) -> None:
        from zhupei.accounts import trail

        trail.register()
