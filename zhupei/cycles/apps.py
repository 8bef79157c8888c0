from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "zhupei.cycles"
    verbose_name = "年度与计划"
    label = "cycles"

    def ready(self) -> None:
        from zhupei.cycles import acts, plan_sheet, trail

        acts.register()
        trail.register()
        plan_sheet.describe()
