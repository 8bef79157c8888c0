"""Looks at a page as people with other eyes, screens and browsers would: axe, narrow screens, faults of scripts.

The environment variable ZHUPEI_LOOK names a folder for pictures of every page in three widths, light and dark.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

NARROW = (320, 360)
PICTURED = (360, 768, 1440)
HARMFUL = ("serious", "critical")
PARTS = ("script", "stylesheet", "image", "font")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_TOKEN = re.compile(r"/invitation/[^/]+/")


@dataclass
class Faults:
    """What a browser complains about while somebody uses it: errors of scripts, refused by the policy, missing parts.

    A page that refuses with 404, 409 or 422 is an answer; a picture or a script that is missing is a fault, and so is
    every answer from 500 on.
    """

    found: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("console", self._console)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "the server responded with a status of" not in message.text:
            self.found.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        part = response.request.resource_type in PARTS
        if response.status >= 500 or (part and response.status >= 400):
            self.found.append(f"{response.status} {response.request.resource_type}: {response.url}")


class PageInspector:
    """Looks at each page once: the same address with the same heading and state is known.

    `notes` is a folder in which all processes of a run note what they have looked at.
    """

    def __init__(self, notes: Path) -> None:
        self.axe, self.notes = Axe(), notes
        self.album = Path(os.environ["ZHUPEI_LOOK"]) if "ZHUPEI_LOOK" in os.environ else None

    def inspect(self, page: Page, name: str = "", *, script: bool = True) -> list[str]:
        """What is wrong with the page, in one line each; nothing for a page that has been seen before."""
        key = self._key(page, name) + ("" if script else " without a script")
        try:
            (self.notes / sha256(key.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return []
        if script:
            return self._judge(page, key)
        with _twin(page) as twin:
            return self._judge(twin, key)

    def _judge(self, page: Page, key: str) -> list[str]:
        found = [*self._narrow(page), *self._axe(page, "light"), *self._axe(page, "dark")]
        if self.album:
            self._picture(page, self.album)
        page.emulate_media(color_scheme=None)
        return [f"{key}: {fault}" for fault in found]

    def _key(self, page: Page, name: str) -> str:
        path = _TOKEN.sub("/invitation/*/", _ID.sub("*", page.evaluate("location.pathname")))
        states = page.evaluate(
            "() => [...document.querySelectorAll('h1, [role=alert]:not([hidden]), .status-bar strong, .upload')]"
            ".map(e => e.matches('h1, strong') ? e.textContent : e.className).join('|').replace(/[0-9]+/g, '')"
        )
        return f"{path} {name} {' '.join(states.split())}"

    def _narrow(self, page: Page) -> list[str]:
        """Nobody scrolls sideways."""
        before, found = page.viewport_size, []
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 720})
            page.evaluate(_PAINTED)
            if (wide := page.evaluate("document.scrollingElement.scrollWidth")) > width:
                found.append(f"{wide} pixels wide on a screen of {width}: {page.evaluate(_WIDEST, width)}")
        if before:
            page.set_viewport_size(before)
        return found

    def _axe(self, page: Page, scheme: Any) -> list[str]:
        """In the dark only colours are other ones."""
        page.emulate_media(color_scheme=scheme)
        page.evaluate(_PAINTED)
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if scheme == "dark":
            options["runOnly"] = {"type": "rule", "values": ["color-contrast"]}
        violations = self.axe.run(page, options=options).response["violations"]
        return [
            f"{scheme}: {each['id']} ({each['impact']}): "
            + "; ".join(f"{node['target'][0]} {_why(node)}" for node in each["nodes"][:4])
            for each in violations
            if each["impact"] in HARMFUL
        ]

    def _picture(self, page: Page, album: Path) -> None:
        before, name = page.viewport_size, f"{len(list(self.notes.iterdir())):03d}"
        path = page.evaluate("location.pathname").strip("/").replace("/", "-") or "portal"
        for width in PICTURED:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.screenshot(path=album / f"{name}-{_ID.sub('x', path)}-{width}-{scheme}.png", full_page=True)
        if before:
            page.set_viewport_size(before)


@contextmanager
def _twin(page: Page) -> Iterator[Page]:
    """The same page in a browser that could run scripts but finds none in it: axe is a script itself."""
    body, url = _SCRIPT.sub("", page.content()), page.url
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        storage_state=page.context.storage_state(), viewport=page.viewport_size, reduced_motion="reduce"
    )
    try:
        twin = context.new_page()
        twin.route(url, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        twin.goto(url)
        yield twin
    finally:
        context.close()


def _why(node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return json.dumps(checks[0]["message"], ensure_ascii=False) if checks else ""


# Colours change over a frame even where motion is not wanted; scripts hear of another width with the next frame.
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_WIDEST = """(width) => [...document.body.querySelectorAll('*')]
  .filter(e => e.getBoundingClientRect().right > width + 1 && getComputedStyle(e).position !== 'absolute')
  .slice(0, 4).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ')"""
