"""The style guide in a real browser. The page is the real template; answers of the server are given by each test."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from zhupei.config.environment import ROOT
from zhupei.kernel.clock import SHANGHAI

HOME = "http://127.0.0.1:9"  # nothing listens there: every request is answered by a route
expect.set_options(timeout=60_000)  # something that has to come is missed late: the machine may be busy
NOW = datetime(2026, 7, 17, 18, 47, 48, tzinfo=SHANGHAI)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def policy() -> str:
    directives = project.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


@pytest.fixture
def style_guide() -> str:
    request = RequestFactory().get("/demo/styleguide/")
    request.user = AnonymousUser()
    return render_to_string("public/styleguide.html", {"now": NOW}, request=request)


class Guide:
    """The open page with what the tests ask of it: `answers` maps a path to a function of the route."""

    def __init__(self, context: BrowserContext, html: str) -> None:
        self.answers: dict[str, Callable[[Route], None]] = {}
        self.faults: list[str] = []
        self.html = html
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._console)
        self.page.route("**/*", self._answer)

    def _console(self, message: Any) -> None:
        if "Content Security Policy" in message.text or message.type == "error" and "status of" not in message.text:
            self.faults.append(message.text)

    def _answer(self, route: Route) -> None:
        where = urlsplit(route.request.url).path
        if where in self.answers:
            self.answers[where](route)
        elif where == "/":
            route.fulfill(body=self.html, content_type="text/html", headers={"Content-Security-Policy": policy()})
        elif where.startswith("/static/"):
            file = ROOT / "static/dist" / where.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            route.fulfill(status=404, body="")

    def answer(self, path: str, body: Any = None, status: int = 200, **extra: Any) -> None:
        """JSON for a value, HTML for a string."""
        kind = "text/html" if isinstance(body, str) else "application/json"
        text = body if isinstance(body, str) else json.dumps(body)
        self.answers[path] = lambda route: route.fulfill(status=status, body=text, content_type=kind, **extra)

    def open(self) -> Page:
        self.page.goto(f"{HOME}/")
        return self.page


@pytest.fixture
def guide(chromium: Browser, style_guide: str) -> Iterator[Guide]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    found = Guide(context, style_guide)
    yield found
    context.close()
    assert not found.faults, found.faults
