"""Officers of the province at work: dates, settings, and each other's proposals."""

from tests.journeys.reviewer import Employee, next_digits
from zhupei.accounts.models import User
from zhupei.world.fiction.logins import STAFF_PASSWORD


class Officer(Employee):
    """Of the province."""

    def comes_to_work(self, login_name: str) -> None:
        self.login_name = login_name
        self.open("/staff/login/")
        self.enters(login_name, STAFF_PASSWORD)
        self.stands_on("概况")

    def decides(self, check: str, mode: str) -> None:
        self.page.get_by_role("radiogroup", name=check).get_by_label(mode).check()
        self.press("保存")
        self.sees(f"已保存：{check}改为{mode}。")

    def opens_setting(self, title: str) -> None:
        self.follow("设置")
        self.stands_on("设置")
        self.follow(f"更改{title}")
        self.stands_on(title)

    def proposes_to_extend(self, reason: str, note: str) -> None:
        """By two days, as the form suggests; first he reads what that means."""
        self.follow("日程")
        self.sees("距报名截止还有")
        self.follow("延长报名时间")
        self.stands_on("延长报名时间")
        self.press("预览")
        self.sees("请填写理由")
        self.fill("理由", reason)
        self.fill("公开说明", note)
        self.press("预览")
        self.sees("日程怎么变")
        self.inspect("preview")
        self.press("提出，等另一位复签")
        self.sees("已提出，等另一位省级管理员复签")

    def opens_motion(self, label: str) -> None:
        """From the first page of his desk."""
        self.open("/province/")
        self.follow(f"打开{label}")
        self.stands_on(f"{label}：等您复签")

    def signs(self) -> None:
        self.fill("验证器里的 6 位数字", next_digits(User.objects.get(login_name=self.login_name)))
        self.press("确认，立即执行")
