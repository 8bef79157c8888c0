"""Sending a code to one's own phone: signed in, behind a captcha, with and without a script."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import factories
from tests.desks.public.accounts import post, proof
from zhupei.accounts.models import User, VerificationCode
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
SCRIPT = {"x-requested-with": "sms"}


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


@pytest.fixture
def person(client: Client) -> User:
    user = factories.applicant()
    factories.login(client, user)
    return user


@pytest.mark.parametrize(
    ("purpose", "words"), [("submit", "提交报名"), ("withdraw", "取消报名"), ("give-up", "放弃报名")]
)
def test_with_a_script_a_sentence_comes_back(client: Client, person: User, purpose: str, words: str) -> None:
    answer = client.post(f"/sms/{purpose}/", {"altcha": proof(client)}, headers=SCRIPT)
    assert answer.status_code == 200 and answer.json()["wait"] == 60
    assert person.phone.masked() in answer.json()["message"] and person.phone.plain() not in answer.json()["message"]
    sent = Delivery.objects.get()
    assert sent.phone.plain() == person.phone.plain() and f"用于{words}" in sent.body.plain()
    assert VerificationCode.objects.get().user == person


def test_without_a_script_the_page_comes_back_with_a_message(client: Client, person: User) -> None:
    answer = post(client, "/sms/submit/", next="/me/?a=1")
    assert answer.status_code == 302 and answer.url == "/me/?a=1"
    assert f"验证码已发送至 {person.phone.masked()}" in client.get("/me/account/password/").content.decode()
    assert post(client, "/sms/submit/", next="https://evil.example/").url == "/"


def test_no_captcha_no_message(client: Client, person: User) -> None:
    answer = client.post("/sms/submit/", headers=SCRIPT)
    assert answer.status_code == 422 and answer.json()["field"] == "captcha_answer"
    assert client.post("/sms/submit/").status_code == 302
    assert not Delivery.objects.exists()


def test_too_soon_is_said_with_429(client: Client, person: User, noon: datetime) -> None:
    client.post("/sms/submit/", {"altcha": proof(client)}, headers=SCRIPT)
    clock.freeze(noon + timedelta(seconds=59))
    answer = client.post("/sms/submit/", {"altcha": proof(client)}, headers=SCRIPT)
    assert answer.status_code == 429 and "1 秒后" in answer.json()["message"]


@pytest.mark.parametrize("purpose", ["register", "reset", "change-phone", "other"])
def test_other_purposes_have_no_such_address(client: Client, person: User, purpose: str) -> None:
    assert post(client, f"/sms/{purpose}/").status_code == 404


def test_strangers_and_staff(client: Client) -> None:
    assert client.post("/sms/submit/", headers=SCRIPT).status_code == 401
    assert client.post("/sms/submit/").url.startswith("/login/")
    factories.login(client, factories.staff("province"))
    assert client.post("/sms/submit/", headers=SCRIPT).status_code == 404
    assert client.get("/sms/submit/").status_code == 405


def test_drawing_pictures_is_limited_per_address(client: Client) -> None:
    from zhupei.accounts import rules, sources, throttles

    picture = "/captcha/00000000-0000-4000-8000-000000000000.png"
    assert client.get(picture).status_code == 200
    for _ in range(rules.PICTURES_PER_ADDRESS.most - 1):
        throttles.count(rules.PICTURES_PER_ADDRESS, sources.of("127.0.0.1").address)
    refused = client.get(picture)
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", ""),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(settings, rf, proxies: int, header: str, address: str) -> None:  # type: ignore[no-untyped-def]
    from zhupei.desks.shared import client as clients

    settings.TRUSTED_PROXIES = proxies
    assert clients.address(rf.get("/", headers={"x-forwarded-for": header})) == address
