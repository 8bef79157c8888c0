"""The style guide page: no fault in the console, nothing wider than the window, no serious fault of access."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from zhupei.config.environment import ROOT

from .conftest import Guide

pytestmark = pytest.mark.browser
MODES = [("light", "normal"), ("dark", "normal"), ("light", "high"), ("dark", "high")]


@pytest.mark.parametrize("size", ["normal", "large"])
def test_nothing_is_wider_than_the_window(guide: Guide, size: str) -> None:
    guide.html = guide.html.replace('data-size="normal"', f'data-size="{size}"')
    page = guide.open()
    for width in (320, 360, 768, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("mode", "contrast"), MODES)
def test_no_serious_fault_of_access(guide: Guide, mode: str, contrast: str) -> None:
    guide.html = guide.html.replace('data-mode="auto"', f'data-mode="{mode}"').replace(
        'data-contrast="normal"', f'data-contrast="{contrast}"'
    )
    page = guide.open()
    expect(page.locator("altcha-widget")).to_be_visible()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    serious = [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
    assert not serious, "\n".join(serious)


def test_the_page_asks_for_nothing_that_is_not_served(guide: Guide) -> None:
    """A card that is being checked asks the server again and again; there is nobody to ask for an example."""
    asked: list[str] = []
    guide.page.on("request", lambda request: asked.append(request.url))
    page = guide.open()
    expect(page.locator("#card-pending")).to_contain_text("检查中")
    page.wait_for_timeout(2500)
    assert not [url for url in asked if "/example/upload/" in url]


def test_a_page_follows_the_system_until_told_otherwise(guide: Guide) -> None:
    guide.page.emulate_media(color_scheme="dark")
    page = guide.open()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark, light) == ("rgb(15, 22, 29)", "rgb(244, 246, 248)")


def test_a_chosen_mode_wins_over_the_system_and_is_told_to_the_server(guide: Guide) -> None:
    sent: list[str] = []
    guide.answers["/display/"] = lambda route: (sent.append(route.request.post_data), route.fulfill(status=204))[1]
    guide.page.emulate_media(color_scheme="dark")
    page = guide.open()
    page.locator("#display").get_by_label("显示").select_option("light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 246, 248)"
    page.locator("#display").get_by_label("字号").select_option("large")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 18
    assert 'name="mode"\r\n\r\nlight' in sent[0] and 'name="size"\r\n\r\nlarge' in sent[1]


def test_without_a_script_everything_is_still_there(chromium: Browser, style_guide: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = Guide(context, style_guide).open()
    card = page.locator("#card-missing")
    expect(card.locator("input[type=file]")).to_be_visible()
    expect(card.get_by_role("button", name="上传", exact=True)).to_be_visible()
    expect(card.get_by_text("选择文件")).to_be_hidden()
    expect(page.get_by_label("图形验证码")).to_be_visible()
    expect(page.get_by_role("button", name="应用")).to_be_visible()
    expect(page.get_by_role("timer").first).to_contain_text("2 天 3 小时 12 分")
    context.close()


def test_the_keyboard_reaches_the_text_first_and_shows_where_it_is(guide: Guide) -> None:
    page = guide.open()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    assert skip.evaluate("link => getComputedStyle(link).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_templates_hold_no_inline_style_or_handler() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for path in (ROOT / "templates").rglob("*.html")
        for found in re.finditer(
            r"""\s(?:style|on[a-z]+|hx-on[\w:-]*)=["']|<style\b|<script(?![^>]*\bsrc=)""", path.read_text("utf-8")
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_the_first_visit_stays_within_its_budget() -> None:
    sizes = {name: len(gzip.compress((ROOT / "static/dist" / name).read_bytes(), 9)) for name in ("app.css", "app.js")}
    assert sum(sizes.values()) <= 45 * 1024, sizes


# What Chromium 86 or Safari 14 would not understand, and neither esbuild nor the cascade repairs.
TOO_NEW = {
    "css": r":(?:is|where|has)\(|[;{]inset:|aspect-ratio|color-mix|@layer|@container"
    r"|(?:margin|padding)-(?:inline|block):",
    "js": r"\.(?:at\(-?\d|findLast\(|toSorted\()|structuredClone\(|Object\.hasOwn\(|randomUUID"
    r"|AbortSignal\.(?:timeout|any)",
}


@pytest.mark.parametrize("kind", ["css", "js"])
def test_built_files_use_nothing_newer_than_the_oldest_browser(kind: str) -> None:
    built = list((ROOT / "static/dist").glob(f"*.{kind}"))
    found = [f"{path.name}: {match}" for path in built for match in re.findall(TOO_NEW[kind], path.read_text("utf-8"))]
    assert built and not found, found
