"""The desk on a tablet and on a phone, in a real browser: the menu is there, and lists keep their values together."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from tests import factories
from tests.support.given import Desk, text
from tests.world_small import later
from zhupei.approvals import actions
from zhupei.config.environment import ROOT
from zhupei.support.acts import FREEZE, RELEASE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SHEET = re.compile(r'<link rel="stylesheet" href="[^"]*?(app|desk)[^"/]*\.css">')
APART = """() => [...document.querySelectorAll('.stacks td[data-label]')]
    .filter(cell => [...cell.childNodes].filter(node => node.textContent.trim()).length > 1)
    .map(cell => cell.innerText)"""
BROKEN = "() => [...document.querySelectorAll('tbody th > *')].filter(e => e.getClientRects().length > 1).length"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def shown(chromium: Browser, html: str, width: int) -> Iterator[Page]:
    """The page as the server wrote it, with the built style sheets; no server is asked."""

    def sheet(found: re.Match[str]) -> str:
        return f"<style>{(ROOT / f'static/dist/{found[1]}.css').read_text()}</style>"

    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.set_content(SHEET.sub(sheet, html), wait_until="domcontentloaded")
    yield page
    page.close()


@pytest.fixture
def history(desk: Desk, first: Client) -> str:
    refused = desk.propose(RELEASE, factories.applicant())
    actions.refuse(motion_id=refused.pk, reason="户口簿与本人不符", actor=desk.second, at=later())
    desk.carry_out(FREEZE, factories.applicant(name="阿依古丽·买买提"))
    return text(first.get("/support/history/"))


def test_a_tablet_shows_the_menu_and_breaks_no_name_of_an_act(chromium: Browser, history: str) -> None:
    with shown(chromium, history, 768) as page:
        entries = page.get_by_role("navigation", name="主菜单").get_by_role("link")

        assert [entry.inner_text().strip() for entry in entries.all()] == ["查找与办理", "办理记录"]
        assert all(entry.is_visible() for entry in entries.all())
        assert page.evaluate(BROKEN) == 0 and page.evaluate(WIDER) <= 0


@pytest.mark.parametrize("listed", ["history", "account", "home"])
def test_a_phone_keeps_both_parts_of_a_value_together(
    chromium: Browser, history: str, desk: Desk, first: Client, listed: str
) -> None:
    person = factories.applicant()
    desk.carry_out(FREEZE, person)
    desk.propose(RELEASE, person)
    pages = {"history": "/support/history/", "account": f"/support/accounts/{person.pk}/", "home": "/support/"}
    html = text(first.get(pages[listed]))

    with shown(chromium, html, 360) as page:
        assert page.locator(".stacks td[data-label]").count() and page.evaluate(APART) == []
        assert page.evaluate(WIDER) <= 0
