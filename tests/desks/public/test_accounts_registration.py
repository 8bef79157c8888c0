"""账号注册 through the browser, with and without a script; nothing tells a stranger whether a number is registered."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.desks.public.accounts import body, latest_code, post, proof
from zhupei.accounts.models import Consent, ConsentText, Device, User
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


@pytest.fixture
def text(noon: datetime) -> ConsentText:
    return ConsentText.objects.create(
        key="privacy", version=1, title="个人信息处理告知", body="一、为什么", published_at=noon
    )


@pytest.fixture
def person(text: ConsentText) -> dict[str, Any]:
    return {
        "document_type": "resident-id",
        "number": factories.number(),
        "name": "阿依古丽•买买提",
        "phone": factories.phone(),
        f"consent_{text.pk}": "on",
    }


SECRET = {"password": factories.PASSWORD, "again": factories.PASSWORD}


def ask(client: Client, person: dict[str, Any]) -> Any:
    return post(client, "/register/", ask="1", **person)


def end(client: Client, person: dict[str, Any], **over: str) -> Any:
    return client.post(
        "/register/", {**person, **SECRET, "code": latest_code(person["phone"]), "register": "1", **over}
    )


def test_a_person_registers_and_logs_in(client: Client, person: dict[str, Any], text: ConsentText) -> None:
    page = client.get("/register/")
    assert "学员" in page.content.decode() and "个人信息处理告知" in page.content.decode()
    assert "设置密码" in ask(client, person).content.decode()
    done = end(client, person)
    assert done.status_code == 302
    assert done.url == "/register/done/"
    assert "请用证件号和刚才设置的密码登录" in client.get(done.url).content.decode()
    user = User.objects.get()
    assert (user.name, user.document_number.plain(), user.phone.plain()) == (
        "阿依古丽·买买提",
        person["number"],
        person["phone"],
    )
    assert list(Consent.objects.values_list("user", "text")) == [(user.pk, text.pk)]
    entered = post(client, "/login/", number=person["number"].lower(), password=factories.PASSWORD)
    assert entered.status_code == 302 and entered.url == "/me/"


def test_the_registering_browser_is_known_so_the_first_login_raises_no_alarm(
    client: Client, person: dict[str, Any]
) -> None:
    ask(client, person)
    end(client, person)
    assert Device.objects.count() == 1
    sent = Delivery.objects.count()
    post(client, "/login/", number=person["number"], password=factories.PASSWORD)
    assert Delivery.objects.count() == sent
    assert not Notice.objects.filter(kind="account.new-device").exists()


def test_registered_and_new_numbers_get_the_same_pages(person: dict[str, Any]) -> None:
    owner = factories.applicant(document_number=factories.number())
    taken = {**person, "number": owner.document_number.plain(), "phone": factories.phone()}
    pages = []
    for given in (person, taken):
        client, mine = Client(), (given["number"], given["phone"], given["phone"][:3] + "****" + given["phone"][7:])
        asked = ask(client, given)
        ended = end(client, given)
        pages.append((body(asked, *mine), ended.status_code, ended.url, body(client.get(ended.url))))
        assert "zhupei_device" in ended.cookies
    assert pages[0] == pages[1]
    assert User.objects.count() == 2


def test_the_owner_learns_by_sms_that_somebody_tried(client: Client, person: dict[str, Any]) -> None:
    owner = factories.applicant(document_number=person["number"])
    ask(client, person)
    end(client, person)
    message = Delivery.objects.get(purpose="account.registered-again")
    assert message.phone.plain() == owner.phone.plain() and "有人用您的证件号注册" in message.body.plain()
    assert owner.check_password(factories.PASSWORD)


def test_no_code_leaves_without_a_captcha_and_each_counts_once(client: Client, person: dict[str, Any]) -> None:
    assert client.post("/register/", {"ask": "1", **person}).status_code == 422
    solved = proof(client)
    assert client.post("/register/", {"ask": "1", "altcha": solved, **person}).status_code == 200
    other = {**person, "phone": factories.phone()}
    assert client.post("/register/", {"ask": "1", "altcha": solved, **other}).status_code == 422
    assert Delivery.objects.count() == 1


def test_a_slip_elsewhere_costs_no_captcha(client: Client, person: dict[str, Any]) -> None:
    solved = proof(client)
    wrong = {**person, "altcha": solved, "ask": "1", "name": "和1远"}
    page = client.post("/register/", wrong)
    assert page.status_code == 422 and "是数字，请按证件填写" in page.content.decode()
    assert client.post("/register/", {**wrong, "name": "和志远"}).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("number", "530102199001010012", "第 18 位校验不对"),
        ("number", "", "请填写证件号码"),
        ("name", "", "请填写姓名"),
        ("phone", "12345", "手机号应为 11 位"),
        ("document_type", "foreigner-pr", "选择"),
    ],
)
def test_the_fault_is_named_and_the_rest_is_kept(
    client: Client, person: dict[str, Any], field: str, value: str, words: str
) -> None:
    page = ask(client, {**person, field: value})
    text = page.content.decode()
    assert page.status_code == 422 and words in text
    assert ('value="阿依古丽' in text) == (field != "name")
    assert not Delivery.objects.exists()


def test_the_text_must_be_agreed_to(client: Client, person: dict[str, Any], text: ConsentText) -> None:
    del person[f"consent_{text.pk}"]
    page = ask(client, person)
    assert page.status_code == 422 and "请阅读并勾选《个人信息处理告知》" in page.content.decode()
    assert page.content.decode().count("checked") == 0


def test_faults_of_the_second_step_keep_the_person_but_never_the_password(
    client: Client, person: dict[str, Any]
) -> None:
    ask(client, person)
    for over, words in (
        ({"code": "000000" if latest_code(person["phone"]) != "000000" else "111111"}, "验证码不对"),
        ({"code": "12"}, "验证码是 6 位数字"),
        ({"again": "Other-3-words"}, "两次输入的密码不一样"),
        ({"again": ""}, "请再输一次密码"),
        ({"password": "short1!", "again": "short1!"}, "密码至少 8 位"),
    ):
        page = end(client, person, **over)
        text = page.content.decode()
        assert page.status_code == 422 and words in text, over
        assert person["number"] in text and factories.PASSWORD not in text and "short1!" not in text
    assert end(client, person).status_code == 302


def test_a_password_with_the_own_birthday_is_refused_and_the_code_stays_good(
    client: Client, person: dict[str, Any]
) -> None:
    ask(client, person)
    own = f"Qwz-{person['number'][6:14]}-xk"
    page = end(client, person, password=own, again=own)
    assert "自己的生日" in page.content.decode()
    assert end(client, person).status_code == 302


def test_going_back_and_sending_again(client: Client, person: dict[str, Any], noon: datetime) -> None:
    ask(client, person)
    first = client.post("/register/", {**person, "back": "1"}).content.decode()
    assert "获取手机验证码" in first and "阿依古丽" in first and person["phone"] in first
    soon = post(client, "/register/", again="1", **person)
    assert soon.status_code == 429 and "后重新获取" in soon.content.decode() and "设置密码" in soon.content.decode()
    clock.freeze(noon + timedelta(seconds=60))
    assert post(client, "/register/", again="1", **person).status_code == 200
    assert Delivery.objects.count() == 2
    assert end(client, person).status_code == 302


def test_with_a_script_the_button_gets_a_sentence(client: Client, person: dict[str, Any]) -> None:
    header = {"x-requested-with": "sms"}
    refused = client.post("/register/", person, headers=header)
    assert refused.status_code == 422
    assert refused.json() == {
        "message": "请先完成人机验证。",
        "field": "captcha_answer",
        "errors": {"captcha_answer": "请先完成人机验证。"},
    }
    sent = client.post("/register/", {**person, "altcha": proof(client)}, headers=header)
    assert sent.json() == {"message": "验证码已发送，5 分钟内有效。", "wait": 60}
    soon = client.post("/register/", {**person, "altcha": proof(client)}, headers=header)
    assert soon.status_code == 429


def test_a_code_asked_for_in_another_browser_is_none(client: Client, person: dict[str, Any]) -> None:
    ask(client, person)
    page = end(Client(), person)
    assert page.status_code == 422 and "请先获取手机验证码" in page.content.decode()


def test_the_phone_cannot_be_swapped_after_the_code(client: Client, person: dict[str, Any]) -> None:
    ask(client, person)
    page = end(client, person, phone=factories.phone())
    assert page.status_code == 422 and not User.objects.exists()


def test_the_session_holds_nothing_personal(client: Client, person: dict[str, Any]) -> None:
    ask(client, person)
    assert dict(client.session.items()) == {}


def test_signed_in_people_are_led_home(client: Client) -> None:
    factories.login(client, factories.applicant())
    assert client.get("/register/").url == "/me/"


def test_the_second_step_shows_what_will_be_stored(client: Client, person: dict[str, Any]) -> None:
    phone = person["phone"]
    spaced = f"{phone[:3]} {phone[3:7]}-{phone[7:]}"
    wide = person["number"].translate(str.maketrans("0123456789X", "０１２３４５６７８９ｘ"))
    page = ask(client, {**person, "number": f" {wide} ", "phone": spaced}).content.decode()
    assert f"{phone[:3]}****{phone[7:]}" in page
    assert f'<dd class="num">{person["number"]}' in page or f">{person['number']}<" in page
