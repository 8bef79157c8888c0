from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "zhupei.cycles"
    verbose_name = "年度与计划"
    label = "cycles"

    def ready(self) -> None:
        from zhupei.cycles import plan_sheet, trail

        trail.register()
        plan_sheet.describe()
