"""Whatever is gone when a form is sent (session, token, both, or the token is another): the words come back, or the
person is told that nothing was done.
"""

from typing import Any

import pytest
from django.test import Client

from tests import applicants, factories, world_small
from tests.desks.shared.controls import Screen
from tests.desks.shared.test_kept import OURS, PAGE, TYPED, browser, person, send, typed
from tests.dossiers.people import filled
from tests.support.given import Desk

__all__ = ["browser", "person"]
pytestmark = pytest.mark.django_db

GONE = {
    "session": ("zhupei_session",),
    "token": ("csrftoken",),
    "both": ("zhupei_session", "csrftoken"),
    "rotated": (),
}


def lose(browser: Client, what: str) -> None:
    for name in GONE[what]:
        del browser.cookies[name]
    if what == "rotated":
        browser.cookies["csrftoken"] = "b" * 32


def hidden(browser: Client, page: str, form: str) -> dict[str, str]:
    """What the form of this page (an XPath) carries besides what somebody types."""
    found = lxml_form(browser, page, form)
    return {each.get("name"): each.get("value", "") for each in found.xpath(".//input[@type='hidden']")}


def lxml_form(browser: Client, page: str, form: str) -> Any:
    return Screen(browser.get(page).content.decode(), page).tree.xpath(form)[0]


def applicants_form() -> tuple[Client, str, str, dict[str, str], list[str]]:
    world_small.load()
    browser = factories.login(Client(enforce_csrf_checks=True), filled())
    data = hidden(browser, "/me/choices/", "//form[@id='arrange']") | {"accepts_adjustment": "no", "move": "save"}
    return browser, "/me/choices/", "/me/choices/", data, ["服从调剂", "不服从"]


def supports_form() -> tuple[Client, str, str, dict[str, str], list[str]]:
    world_small.load()
    browser = factories.login(Client(enforce_csrf_checks=True), Desk().first)
    page = f"/support/accounts/{filled().pk}/freezing/"
    data = hidden(browser, page, "//main//form") | {"documents": "household", "way": "video", "reason": "本人来电要求"}
    return browser, page, page, data, ["户口簿", "视频核验", "本人来电要求"]


def reviewers_form() -> tuple[Client, str, str, dict[str, str], list[str]]:
    world = world_small.load()
    submitted = applicants.submitted(world)
    browser = factories.login(Client(enforce_csrf_checks=True), world.reviewer)
    page = f"/base/{world.a.pk}/applications/{submitted.application.pk}/"
    form = lxml_form(browser, page, "//form[@id='decision']")
    data = hidden(browser, page, "//form[@id='decision']") | {"verdict": "return", "reason": "请补正学历"}
    return browser, page, form.get("action") or page, data, ["退回补正", "请补正学历"]


FORMS = pytest.mark.parametrize("made", [applicants_form, supports_form, reviewers_form])


@FORMS
@pytest.mark.parametrize("what", GONE)
def test_whatever_is_gone_the_words_come_back(made: Any, what: str) -> None:
    browser, page, address, data, words = made()
    lose(browser, what)
    ours = {"Origin": "http://testserver", "Referer": f"http://testserver{page}"}

    answer = browser.post(address, data, headers=ours)

    text = answer.content.decode()
    ended = what in ("session", "both")
    assert answer.status_code == (401 if ended else 403)
    assert ("登录已结束，内容还没有保存" in text) is ended and "都在" not in text
    assert [word for word in words if word not in text] == []
    assert data["csrfmiddlewaretoken"] not in text and "<dt>内容</dt>" not in text


@FORMS
@pytest.mark.parametrize("what", ["session", "both"])
def test_what_has_no_words_or_a_code_is_said_not_to_be_done(made: Any, what: str) -> None:
    browser, page, address, data, _ = made()
    lose(browser, what)
    ours = {"Origin": "http://testserver", "Referer": f"http://testserver{page}"}

    answer = browser.post(address, {**data, "code": "246810"}, headers=ours)

    assert answer.status_code == 302 and "login" in answer["Location"]
    login = browser.get(answer["Location"]).content.decode()
    assert "登录已结束，刚才的操作没有执行，请登录后再做一次。" in login
    assert "246810" not in login and "都在" not in login


@pytest.mark.parametrize("what", ["session", "both"])
def test_the_button_of_the_designated_place_is_not_silent(browser: Client, what: str) -> None:
    data = hidden(browser, "/me/choices/", "//form[@id='arrange']") | {"move": "designated"}
    lose(browser, what)

    answer = send(browser, data, "/me/choices/")

    assert answer.status_code == 302
    assert "刚才的操作没有执行" in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("what", ["session", "both"])
def test_the_technical_site_is_not_silent_either(what: str) -> None:
    browser = factories.login(Client(enforce_csrf_checks=True), factories.staff("technical"))
    page = "/technical/accounts/consenttext/add/"
    data = hidden(browser, page, "//main//form[@method='post'] | //form[@id='consenttext_form']") | {"body": "草稿"}
    lose(browser, what)

    answer = browser.post(page, data, headers={**OURS, "Referer": f"http://testserver{page}"})

    assert answer.status_code == 302
    assert "刚才的操作没有执行" in browser.get(answer["Location"]).content.decode()


def test_who_does_not_say_where_it_came_from_is_promised_nothing(browser: Client) -> None:
    data = typed(browser, contact_detail=TYPED)
    lose(browser, "both")

    answer = browser.post(PAGE, data)

    page = answer.content.decode()
    assert answer.status_code == 403 and "登录已结束" in page and "没有保存" in page
    assert "都在" not in page and TYPED not in page


@pytest.mark.parametrize(("answer", "words"), [("yes", "服从"), ("no", "不服从")])
def test_the_answer_about_adjustment_is_said_once(browser: Client, answer: str, words: str) -> None:
    data = hidden(browser, "/me/choices/", "//form[@id='arrange']") | {"accepts_adjustment": answer, "move": "save"}
    lose(browser, "session")

    page = send(browser, data, "/me/choices/").content.decode()

    lines = Screen(page, "/").tree.xpath("//dl//dt[.='服从调剂']/following-sibling::dd[1]")
    assert [line.text_content().strip() for line in lines] == [words]
