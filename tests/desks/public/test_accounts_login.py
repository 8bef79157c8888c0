"""登录 and 忘记密码 through the browser: sessions, devices, the way back to where one was, equal answers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.desks.public.accounts import body, do_waiting_resets, latest_code, post
from zhupei.accounts.models import ConsentText, Device, User
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
RIGHT = factories.PASSWORD
FRESH = "Cangshan-4clouds"


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


@pytest.fixture
def person() -> User:
    return factories.applicant()


def enter(client: Client, person: User, password: str = RIGHT, **over: str) -> Any:
    return post(client, "/login/", number=person.document_number.plain(), password=password, **over)


def test_logging_in_begins_a_new_session_with_its_limits(client: Client, person: User) -> None:
    client.get("/login/")
    session = client.session
    session["stranger"] = 1
    session.save()
    old = session.session_key
    response = enter(client, person)
    assert response.status_code == 302 and response.url == "/me/"
    now = client.session
    assert now.session_key != old and "stranger" not in now and now["began"] == now["seen"]
    assert set(now.keys()) == {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "began", "seen"}
    assert client.get("/me/").status_code == 200


def test_cookies_are_out_of_reach_for_scripts(client: Client, person: User) -> None:
    cookies = enter(client, person).cookies
    assert all(cookies[name]["httponly"] for name in ("zhupei_session", "zhupei_device"))
    assert all(cookies[name]["samesite"] == "Lax" for name in ("zhupei_session", "zhupei_device"))


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/me/notices/?page=2", "/me/notices/?page=2"),
        ("https://evil.example/", "/me/"),
        ("//evil.example/", "/me/"),
        ("javascript:alert(1)", "/me/"),
        ("/\\evil.example", "/me/"),
        ("", "/me/"),
    ],
)
def test_back_to_where_the_person_was_but_never_elsewhere(
    client: Client, person: User, asked: str, reached: str
) -> None:
    assert enter(client, person, next=asked).url == reached
    assert client.get("/login/", {"next": asked}).url == reached


def test_a_stranger_is_led_to_the_login_and_back(client: Client, person: User) -> None:
    response = client.get("/me/?tab=1")
    assert response.status_code == 302 and response.url == "/login/?next=%2Fme%2F%3Ftab%3D1"
    assert 'name="next" value="/me/?tab=1"' in client.get(response.url).content.decode()


def test_a_wrong_password_keeps_the_number_and_says_what_remains(client: Client, person: User) -> None:
    page = enter(client, person, "Wrong-1-guess")
    text = page.content.decode()
    assert page.status_code == 409 and "证件号或密码不正确" in text and "找回密码" in text
    assert person.document_number.plain() in text and "Wrong-1-guess" not in text


def test_pages_for_known_and_unknown_numbers_are_equal_up_to_the_pause(person: User) -> None:
    known, unknown = person.document_number.plain(), factories.number()
    pages = []
    for number in (known, unknown):
        client = Client(REMOTE_ADDR=f"198.51.100.{len(pages)}")
        answers = [post(client, "/login/", number=number, password="Wrong-1-guess") for _ in range(6)]
        pages.append([(page.status_code, body(page, number)) for page in answers])
    assert pages[0] == pages[1]
    assert [status for status, _ in pages[0]] == [409] * 5 + [429]


def test_no_password_is_checked_without_a_captcha(client: Client, person: User) -> None:
    given = {"number": person.document_number.plain(), "password": RIGHT}
    assert client.post("/login/", given).status_code == 422
    assert "_auth_user_id" not in client.session


def test_the_picture_serves_without_a_script(client: Client, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhupei.accounts.pictures.random_text", lambda length: "AB2CD")
    page = client.get("/login/")
    picture = page.content.decode().split('name="captcha_id" value="')[1][:36]
    image = client.get(f"/captcha/{picture}.png")
    assert image["Content-Type"] == "image/png" and "no-store" in image["Cache-Control"]
    given = {"number": person.document_number.plain(), "password": RIGHT, "captcha_id": picture}
    wrong = client.post("/login/", {**given, "captcha_answer": "ZZZZZ"})
    assert "图形验证码不对" in wrong.content.decode() and picture not in wrong.content.decode()
    assert client.post("/login/", {**given, "captcha_answer": "AB2CD"}).status_code == 422
    fresh = wrong.content.decode().split('name="captcha_id" value="')[1][:36]
    client.get(f"/captcha/{fresh}.png")
    entered = client.post("/login/", {**given, "captcha_id": fresh, "captcha_answer": " ab2cd"})
    assert entered.status_code == 302


def test_the_second_login_of_a_browser_is_known_and_raises_no_alarm(client: Client, person: User) -> None:
    enter(client, person)
    client.post("/logout/")
    assert client.get("/me/").status_code == 302
    enter(client, person)
    assert Delivery.objects.filter(purpose="account.new-device").count() == 1
    assert Device.objects.count() == 1


@pytest.mark.parametrize(
    ("minutes", "steps", "alive"), [(29, 1, True), (31, 1, False), (29, 24, True), (29, 25, False)]
)
def test_sessions_end_after_half_an_hour_idle_and_twelve_hours(
    person: User, minutes: int, steps: int, alive: bool
) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 4, 0), tick=False) as moment:
        client = factories.login(Client(), person)
        for step in range(steps):
            moment.shift(timedelta(minutes=minutes))
            last = client.get("/me/").status_code
            assert step == steps - 1 or last == 200
    assert last == (200 if alive else 302)


def test_logging_out_needs_a_post(client: Client, person: User) -> None:
    factories.login(client, person)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").status_code == 302
    assert client.get("/me/").status_code == 302


def test_the_entry_chosen_on_the_portal_is_remembered(client: Client) -> None:
    page = client.get("/login/?track=tcm")
    assert 'data-track="tcm"' in page.content.decode() and page.cookies["track"].value == "tcm"
    assert 'data-track="tcm"' in client.get("/register/").content.decode()
    assert "track" not in Client().get("/login/?track=else").cookies


def test_a_changed_text_is_agreed_to_after_logging_in(client: Client, person: User, noon: datetime) -> None:
    text = ConsentText.objects.create(key="privacy", version=2, title="告知", body="新的一条", published_at=noon)
    asked = enter(client, person, next="/me/notices/")
    assert asked.url == "/me/account/agreement/?next=%2Fme%2Fnotices%2F"
    assert "新的一条" in client.get(asked.url).content.decode()
    assert client.post(asked.url).status_code == 422
    assert client.post(asked.url, {f"consent_{text.pk}": "on"}).url == "/me/notices/"
    client.post("/logout/")
    assert enter(client, person).url == "/me/"


def test_a_stolen_device_cookie_must_be_signed(client: Client, person: User) -> None:
    enter(client, person)
    client.post("/logout/")
    client.cookies["zhupei_device"] = client.cookies["zhupei_device"].value[:-2] + "xx"
    enter(client, person)
    assert Device.objects.count() == 2


def forgot(client: Client, number: str, phone: str) -> Any:
    answer = post(client, "/forgot/", number=number, phone=phone)
    do_waiting_resets()
    return answer


def set_new(client: Client, number: str, phone: str, code: str, **over: str) -> Any:
    return client.post(
        "/forgot/new/", {"number": number, "phone": phone, "code": code, "password": FRESH, "again": FRESH, **over}
    )


def test_a_forgotten_password_is_set_anew_and_ends_other_sessions(client: Client, person: User) -> None:
    number, phone = person.document_number.plain(), person.phone.plain()
    elsewhere = factories.login(Client(), person)
    assert elsewhere.get("/me/").status_code == 200
    page = forgot(client, number, phone)
    assert "如果证件号与手机号属于同一账号" in page.content.decode()
    done = set_new(client, number, phone, latest_code(phone))
    assert done.status_code == 302 and done.url == "/login/"
    assert "密码已重新设置" in client.get("/login/").content.decode()
    assert elsewhere.get("/me/").status_code == 302
    assert enter(client, person).status_code == 409
    assert enter(client, person, FRESH).status_code == 302
    assert not Delivery.objects.filter(purpose="account.new-device").exists()


def test_matching_and_other_pairs_get_the_same_pages_and_only_the_owner_gets_a_code(person: User) -> None:
    number, phone = person.document_number.plain(), person.phone.plain()
    pages = []
    for given in ((number, phone), (number, factories.phone()), (factories.number(), factories.phone())):
        client = Client()
        answers = [forgot(client, *given), *(set_new(client, *given, code=f"{n:06d}") for n in range(6))]
        answers.append(forgot(client, *given))
        pages.append([(page.status_code, body(page, *given)) for page in answers])
    assert pages[0] == pages[1] == pages[2]
    assert [sent.phone.plain() for sent in Delivery.objects.filter(purpose="reset")] == [phone]


def test_faults_of_the_new_password_keep_code_and_owner(client: Client, person: User) -> None:
    number, phone = person.document_number.plain(), person.phone.plain()
    forgot(client, number, phone)
    code = latest_code(phone)
    for over, words in (({"again": "x"}, "不一样"), ({"password": "short-1", "again": "short-1"}, "至少 8 位")):
        page = set_new(client, number, phone, code, **over)
        assert page.status_code == 422 and words in page.content.decode() and number in page.content.decode()
    assert set_new(client, number, phone, code).status_code == 302


def test_the_second_step_alone_leads_to_the_first(client: Client) -> None:
    assert client.get("/forgot/new/").url == "/forgot/"
    assert client.post("/forgot/new/", {"code": "1"}).url == "/forgot/"
