"""A reviewer of a base at work: the door for staff, the queue, the application beside its documents."""

import re
from time import time
from typing import Any

from django_otp.oath import TOTP
from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor
from zhupei.accounts.models import User
from zhupei.world.fiction.logins import STAFF_PASSWORD
from zhupei.world.staff import digits

READING = 250
SCANNER = """keys => {
  for (const key of keys) {
    const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    const goes = (document.activeElement || document.body).dispatchEvent(pressed);
    if (goes && key === "Enter" && document.activeElement.matches("a, button")) document.activeElement.click();
  }
}"""


def next_digits(user: User) -> str:
    """What the authenticator shows, or after these have been used what it shows next: nobody waits half a minute."""
    device = user.totpdevice_set.get(confirmed=True)
    shown = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    shown.time = time()
    device.drift += max(0, device.last_t + 1 - shown.t())
    return digits(device)


class Employee(Visitor):
    """Somebody with a login name and an authenticator."""

    def enters(self, login_name: str, password: str) -> None:
        """From 工作人员登录 past password and second factor, to wherever the account leads."""
        self.fill("登录名", login_name)
        self.fill("密码", password)
        self.press("下一步")
        self.stands_on("动态验证码")
        self.fill("动态验证码", next_digits(User.objects.get(login_name=login_name)))
        self.press("登录", within=self.page.get_by_role("main"))


class SecurityAdministrator(Employee):
    """Whoever has accepted an invitation waits for him."""

    def confirms_role_of(self, *names: str) -> None:
        self.finds_waiting(*names)
        self.press("确认所选")
        self.sees(f"已确认 {len(names)} 个角色")

    def finds_waiting(self, *names: str) -> None:
        """On the page of those who wait, ticked."""
        self.open("/oversight/pending/")
        self.stands_on("待确认的角色")
        for name in names:
            self.tick(name)


class Reviewer(Employee):
    """A member of the staff of a base."""

    def comes_to_work(self, login_name: str) -> None:
        """工作人员登录, ending at the queue of the base."""
        self.open("/staff/login/")
        self.enters(login_name, STAFF_PASSWORD)
        self.stands_on("资格审核")

    def takes_up(self, name: str) -> None:
        """The application of this person, from the queue."""
        self.open("/base/")
        self.follow(name)
        self.stands_on(re.compile(f"^{name}"))

    def item(self, title: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has=self.page.get_by_role("group", name=title, exact=True))

    def finds_fault(self, title: str, reason: str) -> None:
        row = self.item(title)
        row.get_by_text("需修改", exact=True).click()
        row.get_by_role("checkbox", name=reason, exact=True).check()

    def decides(self, verdict: str) -> None:
        """The button, and then the question whether it is meant."""
        self.chooses(verdict)
        self.is_asked(verdict)
        self.inspect("asked")
        self.confirms()

    def chooses(self, verdict: str) -> None:
        self.button(verdict).click()

    @property
    def question(self) -> Locator:
        return self.page.get_by_role("alertdialog")

    def is_asked(self, words: str) -> None:
        expect(self.question).to_contain_text(words)
        expect(self.question.get_by_role("button", name=re.compile("^确认"))).to_be_focused()

    def confirms(self) -> None:
        """By the key, after a moment: an answer that comes at once is no answer."""
        self.page.wait_for_timeout(READING)
        self.page.keyboard.press("Enter")

    def scans(self, code: str) -> None:
        """A barcode scanner is a very fast keyboard that ends with Enter."""
        self.page.evaluate(SCANNER, [*code, "Enter"])

    def button(self, verdict: str) -> Any:
        """The buttons carry a count and the key that presses them."""
        decision = self.page.get_by_role("group", name="审核决定")
        return decision.get_by_role("button", name=re.compile(rf"^{verdict}(\s|\d|$)"))

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=words).first).to_be_visible()
