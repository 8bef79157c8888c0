"""The keys of the review desk: they press buttons, but not for a scanner, nor while somebody types."""

import pytest
from playwright.sync_api import expect

from .conftest import Guide

pytestmark = pytest.mark.browser

COUNT_PRESSES = """() => {
  window.pressed = 0;
  document.querySelector('[data-key="2"]').addEventListener("click", () => (window.pressed += 1));
}"""

BURST = """text => {
  for (const key of text) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}"""


class TestReviewDesk:
    def test_keys_press_the_buttons_but_never_while_typing(self, guide: Guide) -> None:
        page = guide.open()
        page.evaluate(COUNT_PRESSES)
        page.keyboard.press("2")
        page.wait_for_function("() => window.pressed === 1")
        page.locator("#address").focus()
        page.keyboard.press("2")
        page.wait_for_timeout(120)
        assert page.evaluate("window.pressed") == 1
        page.locator("body").press("?")
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(120)  # as a person would: a faster key is a scanner's
        page.keyboard.press("?")
        expect(page.locator(".hotkeys")).to_be_visible()

    def test_a_burst_of_keys_is_a_scanner_and_presses_nothing(self, guide: Guide) -> None:
        page = guide.open()
        page.evaluate(COUNT_PRESSES)
        page.evaluate(BURST, "2026-W1-000008-2")
        page.wait_for_timeout(200)
        assert page.evaluate("window.pressed") == 0
        page.keyboard.press("2")
        page.wait_for_function("() => window.pressed === 1")

    def test_a_key_never_sends_a_form_that_does_not_ask_first(self, guide: Guide) -> None:
        guide.html = guide.html.replace(
            "</body>", '<form action="/sent/" method="post"><button data-key="9" id="nine">发送</button></form></body>'
        )
        page = guide.open()
        page.keyboard.press("9")
        expect(page.locator("#nine")).to_be_focused()
        assert page.url.endswith("/")

    def test_keys_can_be_switched_off(self, guide: Guide) -> None:
        page = guide.open()
        page.evaluate(COUNT_PRESSES)
        page.get_by_role("button", name="快捷键：已开").click()
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("2")
        page.wait_for_timeout(120)
        assert page.evaluate("window.pressed") == 0
        expect(page.get_by_role("button", name="快捷键：已关")).to_be_visible()

    def test_the_viewer_turns_zooms_and_goes_on(self, guide: Guide) -> None:
        page = guide.open()
        shown = page.locator(".viewer-canvas > img")
        expect(shown).to_be_visible()
        width = shown.bounding_box()["width"]
        page.keyboard.press("+")
        page.wait_for_function(
            "width => document.querySelector('.viewer-canvas > img').getBoundingClientRect().width > width", arg=width
        )
        page.keyboard.press("r")
        expect(shown).to_have_css("transform", "matrix(0, 1, -1, 0, 0, 0)")
        page.keyboard.press("j")
        expect(page.locator("[data-viewer-target=position]")).to_have_text("2 / 2")
        expect(page.locator("[data-viewer-target=title]")).to_have_text("毕业证明")
