"""Somebody in front of a browser. What he does is said in his own words: roles and visible text, never selectors.

Every page that he comes to is looked at (`page_inspector.PageInspector`).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from playwright.sync_api import Browser, Error, Locator, Page, Response, expect

from tests.browser import slow_down
from tests.journeys.page_inspector import Faults, PageInspector
from tests.journeys.running_system import PATIENCE, RunningSystem
from zhupei.accounts import captcha, pictures
from zhupei.accounts.models import ImageCaptcha
from zhupei.kernel import clock

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
KNOWN_TEXT = "K7PXA"
MARK = r"\s*\*?(（必填）|选填)?\s*"  # of required and optional fields


class Visitor:
    """`screen` is PHONE or DESK; without `script` the browser runs none."""

    def __init__(
        self,
        system: RunningSystem,
        browser: Browser,
        inspector: PageInspector,
        *,
        screen: dict[str, Any] = DESK,
        script: bool = True,
    ) -> None:
        self.system, self.inspector, self.script = system, inspector, script
        self.context = browser.new_context(
            base_url=system.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            java_script_enabled=script,
            accept_downloads=True,
            **screen,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.faults = Faults()
        self.faults.listen(self.context)
        self.page: Page = self.context.new_page()
        if script:
            slow_down(self.page)

    # --- inspecting ----------------------------------------

    def open(self, path: str) -> Response | None:
        answer = self.page.goto(path)
        self.inspect()
        return answer

    def inspect(self, name: str = "") -> None:
        """The page as it is now: nothing wrong with it on narrow screens, in the dark, for a screen reader."""
        self.page.wait_for_load_state()
        self.faults.found += self.inspector.inspect(self.page, name, script=self.script)

    def sees(self, words: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        found = (within or self.page.locator("body")).get_by_text(words).filter(visible=True).first
        expect(found).to_be_visible()
        return found

    def does_not_see(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(words).filter(visible=True)).to_have_count(0)

    def stands_on(self, heading: str | re.Pattern[str]) -> None:
        """The heading of the page; then the page is looked at."""
        expect(self.page.get_by_role("heading", level=1, name=heading).first).to_be_visible()
        self.inspect()

    # --- doing ----------------------------------------

    def press(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).filter(visible=True).first.click()

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        exact = isinstance(name, str)
        (within or self.page).get_by_role("link", name=name, exact=exact).filter(visible=True).first.click()

    def field(self, label: str) -> Locator:
        """The input or select with this label, whether it is marked as required or not."""
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}{MARK}$")).filter(visible=True).first

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def answer(self, question: str, choice: str) -> None:
        """One of the choices of a question with radio buttons."""
        self.group(question).get_by_role("radio", name=choice, exact=True).check()

    def group(self, question: str) -> Locator:
        return self.page.get_by_role("group", name=re.compile(f"^{re.escape(question)}{MARK}$")).first

    def tick(self, words: str) -> None:
        self.page.get_by_role("checkbox", name=re.compile(re.escape(words))).first.check()

    def read_picture(self) -> None:
        """The image captcha: only a keyed digest of its text is stored, so one of a known text takes its place."""
        picture = UUID(self.page.locator("input[name=captcha_id]").last.get_attribute("value") or "")
        ImageCaptcha.objects.update_or_create(
            pk=picture,
            defaults={
                "answer_hash": captcha._answer_hash(picture, KNOWN_TEXT),
                "picture": pictures.draw(KNOWN_TEXT),
                "expires_at": clock.now() + captcha.PICTURE_LIFE,
            },
        )
        self.page.get_by_label(re.compile("^图形验证码")).last.fill(KNOWN_TEXT.lower())

    def download(self, act: Callable[[], None]) -> bytes:
        with self.page.expect_download() as arriving:
            act()
        return arriving.value.path().read_bytes()

    def downloads_template(self, title: str) -> None:
        self.open("/")
        self.page.get_by_role("link", name=re.compile(f"^{title}")).first.click()

    def tabs_to(self, wanted: Locator, most: int = 60) -> None:
        """By the tabulator key, as somebody without a mouse."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{most} times the tabulator key, and still not there")

    @contextmanager
    def second_window(self, path: str) -> Iterator[None]:
        """What happens inside happens in another window of the same browser."""
        first, self.page = self.page, self.context.new_page()
        try:
            self.page.goto(path)
            yield
        finally:
            self.page.close()
            self.page = first

    def whereabouts(self) -> str:
        """Where he stands and what he reads there, for the report of a journey that has failed."""
        if self.page.is_closed():
            return "the window is closed"
        try:
            words = " ".join(self.page.locator("main, body").last.inner_text(timeout=2_000).split())
        except Error as error:
            words = f"({error.message.splitlines()[0]})"
        return f"{self.page.url} · {words[:700]} · {'; '.join(self.faults.found[:3])}"

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong in it."""
        self.context.close()
        assert not self.faults.found, "\n".join(dict.fromkeys(self.faults.found))
