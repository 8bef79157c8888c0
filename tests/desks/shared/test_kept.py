"""What somebody typed outlives his session and his token; nothing is executed for it, and nobody else sees it."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests import applicants, factories, world_small
from tests.desks.shared.controls import Screen
from tests.dossiers.people import filled
from zhupei.accounts.models import User
from zhupei.desks.shared.kept import owner_key
from zhupei.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
PAGE = "/me/dossier/basics/"
OURS = {"Origin": "http://testserver", "Referer": f"http://testserver{PAGE}"}
TYPED = "滇池路 88 号"


@pytest.fixture
def person() -> User:
    world_small.load()
    return filled()


@pytest.fixture
def browser(person: User) -> Client:
    return factories.login(Client(enforce_csrf_checks=True), person)


def typed(browser: Client, page: str = PAGE, **words: str) -> dict[str, str]:
    """The form of the page as somebody sends it who has changed these words."""
    screen = Screen(browser.get(page).content.decode(), page)
    form = next(form for form in screen.unsaved() if screen.open(form))
    fields = {
        field.get("name"): field.get("value", "") for field in screen.fields(form) if field.get("type") != "radio"
    }
    token = form.xpath(".//input[@name='csrfmiddlewaretoken']")[0].get("value")
    return {**fields, "csrfmiddlewaretoken": token, **words}


def send(browser: Client, data: dict[str, str], page: str = PAGE, **headers: str) -> Any:
    return browser.post(page, data, headers={**OURS, **headers})


def confirmed(browser: Client, answer: Any) -> Any:
    """The button of the page with what was typed."""
    screen = Screen(answer.content.decode(), "/")
    form = screen.tree.get_element_by_id("kept")
    pairs = [(each.get("name"), each.get("value", "")) for each in form.xpath(".//input")]
    return send(browser, dict(pairs), form.get("action"))


def stored(person: User) -> str:
    return Dossier.objects.get(person=person).contact_detail.plain()


def other_window(browser: Client, person: User) -> None:
    """A login in another window of the same browser: another session, another token."""
    factories.login(browser, person)
    browser.cookies["csrftoken"] = "b" * 32


def test_a_login_in_another_window_costs_one_press(browser: Client, person: User) -> None:
    data = typed(browser, contact_detail=TYPED)
    other_window(browser, person)

    answer = send(browser, data)

    assert answer.status_code == 403 and stored(person) != TYPED
    assert TYPED in answer.content.decode() and person.name in answer.content.decode()
    assert confirmed(browser, answer).status_code == 302 and stored(person) == TYPED


@pytest.mark.parametrize("how", ["deleted", "logged out", "password changed", "idle"])
def test_a_session_that_is_over_loses_nothing(browser: Client, person: User, how: str) -> None:
    data = typed(browser, contact_detail=TYPED)
    end(browser, person, how)

    answer = send(browser, data)

    page = answer.content.decode()
    assert answer.status_code == 401 and TYPED in page and "登录已结束" in page
    assert f'href="/login/?next={PAGE}"' in page.replace("%2F", "/")
    other_window(browser, person)
    again = confirmed(browser, answer)
    assert again.status_code == 403 and TYPED in again.content.decode() and stored(person) != TYPED
    assert confirmed(browser, again).status_code == 302 and stored(person) == TYPED


def end(browser: Client, person: User, how: str) -> None:
    if how == "deleted":
        Session.objects.all().delete()
    elif how == "logged out":
        other = Client()
        other.cookies = browser.cookies
        other.post("/logout/")
    elif how == "password changed":
        person.set_password("Another-Word-77")
        person.save()
    else:
        session = browser.session
        session["seen"] = session.get("seen", 0) - 10**6
        session["began"] = session["seen"]
        session.save()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test", "Referer": "https://evil.test/"},
        {"Origin": "null", "Referer": f"http://testserver{PAGE}"},
        {"Origin": "", "Referer": "https://evil.test/http://testserver/"},
        {"Origin": "", "Referer": ""},
        {"Origin": "http://testserver.evil.test"},
        {"Origin": "http://testserver:81"},
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_values_of_another_site_are_neither_executed_nor_shown(
    browser: Client, person: User, headers: dict[str, str], signed_in: bool
) -> None:
    data = {"contact_detail": TYPED, "owner": owner_key(person), "version": "9"}
    if not signed_in:
        Session.objects.all().delete()

    answer = send(browser, data, **headers)

    assert answer.status_code == 403 and stored(person) != TYPED
    assert TYPED not in answer.content.decode()


def test_another_account_on_the_same_browser_sees_nothing(browser: Client, person: User) -> None:
    data = typed(browser, contact_detail=TYPED)
    other_window(browser, factories.applicant())

    answer = send(browser, data)

    assert answer.status_code == 403 and TYPED not in answer.content.decode()


def test_a_page_that_names_no_account_is_not_believed(browser: Client, person: User) -> None:
    data = typed(browser, contact_detail=TYPED)
    other_window(browser, person)
    for owner in ("", "0" * 32, "你好"):
        assert TYPED not in send(browser, {**data, "owner": owner}).content.decode()


@pytest.mark.parametrize("name", ["password", "new_password", "code", "present_code", "old", "captcha_answer", "token"])
def test_passwords_and_codes_come_back_to_nobody(browser: Client, person: User, name: str) -> None:
    other_window(browser, person)
    data = {"owner": owner_key(person), "reason": "为什么", name: "246810"}
    page = send(browser, data).content.decode()
    assert "246810" not in page and "为什么" not in page


def test_what_is_shown_is_in_words_and_escaped(browser: Client, person: User) -> None:
    data = typed(browser, contact_detail="<script>alert(1)</script>", marital_status="10", contact_region_0="530000")
    other_window(browser, person)

    page = send(browser, data).content.decode()

    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    assert "<dt>婚姻状况</dt>" in page and "未婚" in page
    assert '<dd class="">10</dd>' not in page


def test_a_reviewers_words_survive_too() -> None:
    world = world_small.load()
    submitted = applicants.submitted(world)
    browser = factories.login(Client(enforce_csrf_checks=True), world.reviewer)
    page = f"/base/{world.a.pk}/applications/{submitted.application.pk}/"
    page = next(p for p in (page,) if browser.get(p).status_code == 200)
    screen = Screen(browser.get(page).content.decode(), page)
    form = screen.tree.get_element_by_id("decision")
    fields = {each.get("name"): each.get("value", "") for each in screen.fields(form) if each.get("type") == "hidden"}
    token = form.xpath(".//input[@name='csrfmiddlewaretoken']")[0].get("value")
    data = {**fields, "csrfmiddlewaretoken": token, "verdict": "return", "words:document:portrait": "耳朵没有露出"}
    data |= {"mark:document:portrait": "fix", "reason": "请尽快"}
    other_window(browser, world.reviewer)

    answer = browser.post(screen.act(form.xpath("//button[@form='decision']")[0]).address, data, headers=OURS)

    text = answer.content.decode()
    assert answer.status_code == 403 and "耳朵没有露出" in text and "请尽快" in text and "退回补正" in text
    assert submitted.reloaded().state == "submitted"
    confirmed(browser, answer)
    assert submitted.reloaded().state == "returned"


def test_every_form_with_words_names_its_account() -> None:
    """A form that does not could bring nothing back (tests/access walks all of them for other things)."""
    from django.urls import reverse

    from tests.access.table import TABLE
    from tests.access.test_table import Scene
    from zhupei.desks.shared.kept import SECRET

    scene, lacking = Scene(), []
    for role in ("applicant", "other_applicant", "administrator", "province", "system", "security", "support"):
        client = scene.client(role)
        for name, row in TABLE.items():
            if row.method != "GET" or row.policy.answer(role) != "ok" or name.split(":")[0] in ("demo", "public"):
                continue
            address = reverse(name, kwargs={key: scene.objects[value] for key, value in row.about.items()})
            answer = client.get(address)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            screen = Screen(answer.content.decode(), address)
            for form in screen.unsaved():
                names = {field.get("name") for field in screen.fields(form)}
                typed_ = [field for field in screen.open(form) if field.get("type") not in ("file", "checkbox")]
                if typed_ and "owner" not in names and not any(map(SECRET.search, names)):
                    lacking.append(f"{name}: {sorted(names)}")
    assert sorted(set(lacking)) == []
