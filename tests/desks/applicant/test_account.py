"""账号与安全: one's own history, password, phone."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import factories
from tests.accounts.people import guess
from tests.desks.public.accounts import latest_code, post, proof
from zhupei.accounts.models import User
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
FRESH = "Cangshan-4clouds"


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


@pytest.fixture
def person(client: Client) -> User:
    user = factories.applicant()
    factories.login(client, user)
    return user


def test_every_page_leads_to_the_account(client):
    factories.login(client, factories.applicant())
    assert '<a href="/me/account/">账号与安全</a>' in client.get("/me/notices/").content.decode()


def test_the_history_shows_successes_and_failures_of_oneself_only(client: Client, person: User, noon: datetime) -> None:
    guess(noon, person.document_number.plain(), factories.PASSWORD)
    with pytest.raises(Refused):
        guess(noon, person.document_number.plain(), "wrong-1!")
    stranger = factories.applicant()
    guess(noon, stranger.document_number.plain(), factories.PASSWORD, address="203.0.113.99")
    page = client.get("/me/account/").content.decode()
    assert "登录成功" in page and "密码不正确" in page and "198.51.100.*" in page and "203.0.113.*" not in page
    assert person.document_number.masked() in page and person.document_number.plain() not in page
    assert person.phone.plain() not in page


def test_changing_the_password_keeps_this_session_and_ends_the_others(client: Client, person: User) -> None:
    elsewhere = factories.login(Client(), person)
    given = {"old": factories.PASSWORD, "password": FRESH, "again": FRESH}
    for over, words in (
        ({"old": "wrong-1!"}, "原密码不正确"),
        ({"again": "x"}, "不一样"),
        ({"password": "short-1", "again": "short-1"}, "至少 8 位"),
    ):
        page = client.post("/me/account/password/", {**given, **over})
        assert page.status_code == 422 and words in page.content.decode()
        assert FRESH not in page.content.decode()
    key = client.session.session_key
    assert client.post("/me/account/password/", given).url == "/me/account/"
    assert client.get("/me/account/").status_code == 200 and client.session.session_key != key
    assert elsewhere.get("/me/account/").status_code == 302


def test_changing_the_phone_needs_codes_to_both_numbers_and_the_password(client: Client, person: User) -> None:
    new, old = factories.phone(), person.phone.plain()
    page = post(client, "/me/account/phone/", phone=f"+86 {new}")
    assert page.status_code == 200 and "登录密码" in page.content.decode()
    codes = {"code": latest_code(new), "present_code": latest_code(old)}
    given = {"phone": new, **codes, "old": factories.PASSWORD, "change": "1"}
    for over, words in (
        ({"old": "wrong-1!"}, "原密码不正确"),
        ({"code": "12"}, "6 位数字"),
        ({"present_code": ""}, "请填写原号码收到的验证码"),
        ({"present_code": f"{(int(codes['present_code']) + 1) % 10**6:06d}"}, "验证码不对"),
        ({"phone": old}, "请先获取手机验证码"),
    ):
        answer = client.post("/me/account/phone/", {**given, **over})
        assert answer.status_code == 422 and words in answer.content.decode()
    assert client.post("/me/account/phone/", given).url == "/me/account/"
    person.refresh_from_db()
    assert person.phone.plain() == new
    told = {sent.phone.plain() for sent in Delivery.objects.filter(purpose="account.phone-changed")}
    assert told == {old, new}


def test_sending_again_for_the_phone(client: Client, person: User, noon: datetime) -> None:
    new = factories.phone()
    post(client, "/me/account/phone/", phone=new)
    soon = post(client, "/me/account/phone/", phone=new, again="1")
    assert soon.status_code == 429 and "登录密码" in soon.content.decode()
    clock.freeze(noon + timedelta(seconds=60))
    script = {"x-requested-with": "sms"}
    assert client.post("/me/account/phone/", {"phone": new}, headers=script).status_code == 422
    sent = client.post("/me/account/phone/", {"phone": new, "altcha": proof(client)}, headers=script)
    assert sent.json()["wait"] == 60
    assert client.post("/me/account/phone/", {"phone": "1", "change": "1"}).status_code == 422


@pytest.mark.parametrize("page", ["", "password/", "phone/", "agreement/"])
def test_strangers_and_staff(client: Client, page: str) -> None:
    assert client.get(f"/me/account/{page}").url.startswith("/login/?next=")
    factories.login(client, factories.staff("system"))
    assert client.get(f"/me/account/{page}").status_code == 404
