from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "zhupei.kernel"
    label = "kernel"

    def ready(self) -> None:
        from zhupei.kernel import prepared
        from zhupei.kernel.prepared import lookups  # noqa: F401  registers `__among`

        post_migrate.connect(prepared.after_migration, dispatch_uid="prepared")
