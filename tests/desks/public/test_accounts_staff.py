"""The door for staff: no session before the second factor, the right desk after it, out when a role has ended."""

import re
import time
from base64 import b32decode
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
import zxingcpp
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image, ImageDraw

from tests import factories
from tests.accounts.people import confirm_all
from tests.desks.public.accounts import latest_code, post
from zhupei.accounts.actions import staff
from zhupei.accounts.models import Post, User, VerificationCode
from zhupei.bases.models import Membership
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery

pytestmark = pytest.mark.django_db
PASSWORD = factories.STAFF_PASSWORD


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


def digits(key: bytes, steps: int = 0) -> str:
    otp = TOTP(key)
    otp.time = time.time() + 30 * steps
    return f"{otp.token():06d}"


def token_of(user: User, steps: int = 0) -> str:
    return digits(TOTPDevice.objects.get(user=user).bin_key, steps)


def password_step(client: Client, user: User, **over: str) -> Any:
    return post(client, "/staff/login/", login_name=user.login_name, password=PASSWORD, **over)


def test_password_then_code_then_the_desk(client: Client) -> None:
    user = factories.staff("province")
    step = password_step(client, user)
    assert step.status_code == 302 and step.url == "/staff/login/code/"
    assert "_auth_user_id" not in client.session
    assert client.get("/province/").url.startswith("/staff/login/")
    wrong = client.post(step.url, {"token": f"{(int(token_of(user)) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422 and "动态验证码不对" in wrong.content.decode()
    waiting = client.session.session_key
    done = client.post(step.url, {"token": f" {token_of(user)[:3]} {token_of(user)[3:]}"})
    assert done.url == "/province/" and client.get("/province/").status_code == 200
    assert client.session.session_key != waiting and "staff_login" not in client.session


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("system", "/oversight/"),
        ("security", "/oversight/"),
        ("audit", "/oversight/"),
        ("reviewer", "/base/"),
        ("administrator", "/base/"),
        ("technical", "/technical/"),
    ],
)
def test_everybody_reaches_his_own_desk(client: Client, role: str, home: str) -> None:
    user = factories.staff(role)
    password_step(client, user)
    assert client.post("/staff/login/code/", {"token": token_of(user)}).url == home
    assert client.get(home).status_code in (200, 302)


def test_back_to_the_page_that_asked(client: Client) -> None:
    user = factories.staff("province")
    asked = client.get("/province/?a=1").url
    assert asked == "/staff/login/?next=%2Fprovince%2F%3Fa%3D1"
    password_step(client, user, next="/province/?a=1")
    assert client.post("/staff/login/code/", {"token": token_of(user)}).url == "/province/?a=1"


def test_the_code_page_waits_five_minutes(client: Client) -> None:
    user = factories.staff("province")
    assert client.get("/staff/login/code/").url == "/staff/login/"
    password_step(client, user)
    assert client.get("/staff/login/code/").status_code == 200
    with time_machine.travel(time.time() + 301, tick=False):
        assert client.post("/staff/login/code/", {"token": token_of(user)}).url == "/staff/login/"


def test_a_session_without_the_second_factor_opens_nothing(client: Client) -> None:
    for role, page in (("province", "/province/"), ("reviewer", "/base/"), ("technical", "/technical/")):
        client.force_login(factories.staff(role))
        assert client.get(page, follow=True).status_code == 404, page


def test_an_ended_role_ends_at_the_next_click(client: Client, noon: datetime) -> None:
    for role, page, kind in (("province", "/province/", Post), ("reviewer", "/base/", Membership)):
        factories.login(client, factories.staff(role))
        assert client.get(page, follow=True).status_code == 200
        kind.objects.update(ended_at=noon)
        assert client.get(page).status_code == 404


def test_staff_sessions_end_after_a_quarter_of_an_hour_and_eight_hours() -> None:
    user = factories.staff("province")
    with time_machine.travel(datetime(2026, 7, 1, 4, 0), tick=False) as moment:
        for minutes, steps in ((16, 1), (14, 35)):
            client = factories.login(Client(), user)
            answers = []
            for _ in range(steps):
                moment.shift(timedelta(minutes=minutes))
                answers.append(client.get("/province/").status_code)
            assert answers[-1] == 302 and set(answers[:-1]) <= {200}


def drawn(svg: str) -> Image.Image:
    """The QR code of the page as a picture: the paths that segno writes are runs of `h` moves."""
    width = int(re.search(r'width="(\d+)"', svg)[1])  # type: ignore[index]
    path = re.search(r'class="qrline"[^>]* d="([^"]+)"', svg)[1]  # type: ignore[index]
    scale = int(re.search(r"scale\((\d+)\)", svg)[1])  # type: ignore[index]
    image = Image.new("L", (width // scale, width // scale), 255)
    pen, x, y = ImageDraw.Draw(image), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            pen.line([(x, y), (x + values[0] - 1, y)], fill=0)
            x += values[0]
        else:
            x, y = (values[0], values[1] - 0.5) if command == "M" else (x + values[0], y + values[1])
    return image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST)


def invited(at: datetime, phone: str) -> str:
    return staff.invite(actor=None, login_name="new.one", name="木婷婷", phone=phone, role="province", at=at)


def with_password(client: Client, link: str, phone: str, password: str = PASSWORD) -> Any:
    """Link, code from the telephone, password."""
    assert post(client, link).status_code == 200
    return client.post(link + "password/", {"code": latest_code(phone), "password": password, "again": password})


def test_accepting_an_invitation_with_the_key_of_the_qr_code(client: Client, noon: datetime) -> None:
    phone = factories.phone()
    token = invited(noon, phone)
    link = f"/invitation/{token}/"
    assert "省级管理员" in client.get(link).content.decode()
    assert client.get(link + "code/").url == link
    assert client.get(link + "password/").url == link
    assert client.post(link).status_code == 422 and not VerificationCode.objects.exists()
    assert with_password(client, link, phone, "short-1").status_code == 422
    given = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(link + "password/", {**given, "code": "abc"}).status_code == 422
    stranger = Client().post(link + "password/", {**given, "code": latest_code(phone)})
    assert stranger.status_code == 422 and "请先获取手机验证码" in stranger.content.decode()
    assert client.post(link + "password/", {**given, "code": latest_code(phone)}).url == link + "code/"
    assert Client().get(link + "code/").url == link
    page = client.get(link + "code/").content.decode()
    secret = re.search(r'<b class="code">([A-Z2-7 ]+)', page)[1].replace(" ", "")  # type: ignore[index]
    found = zxingcpp.read_barcodes(drawn(page))
    assert found and f"secret={secret}" in found[0].text and "%E4%BD%8F%E5%9F%B9" in found[0].text
    key = b32decode(secret)
    wrong = client.post(link + "code/", {"token": f"{(int(digits(key)) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422
    done = client.post(link + "code/", {"token": digits(key)})
    assert done.url == "/staff/login/"
    assert client.get(link).status_code == 404
    user = User.objects.get(login_name="new.one")
    confirm_all(factories.staff("security"), user, noon)
    password_step(client, user)
    assert client.post("/staff/login/code/", {"token": digits(key, 1)}).url == "/province/"


def test_who_has_lost_the_answer_of_the_last_step_is_led_on_and_nobody_else(client: Client, noon: datetime) -> None:
    phone = factories.phone()
    link = f"/invitation/{invited(noon, phone)}/"
    with_password(client, link, phone)
    given = {"token": digits(TOTPDevice.objects.get(user__login_name="new.one").bin_key)}
    assert client.post(link + "code/", given).url == "/staff/login/"

    for again in (client.post(link + "code/", given), client.get(link + "code/")):
        assert again.status_code == 302 and again.url == "/staff/login/"
    assert "账号已启用" in client.get("/staff/login/").content.decode()

    for stranger in (Client().post(link + "code/", given), Client().get(link + "code/"), client.get(link)):
        assert stranger.status_code == 404
    assert TOTPDevice.objects.filter(user__login_name="new.one").count() == 1


def test_a_nul_in_the_captcha_is_told_in_words_of_ours(client: Client) -> None:
    page = client.post("/staff/login/", {"login_name": "a", "password": "b", "captcha_answer": "a\x00b"})

    assert page.status_code == 422
    assert "无法识别的字符" in page.content.decode() and "空字符" not in page.content.decode()


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00"])
def test_any_other_link_is_unknown(client: Client, token: str) -> None:
    for answer in (
        client.get(f"/invitation/{token}/"),
        client.post(f"/invitation/{token}/password/"),
        client.post(f"/invitation/{token}/code/"),
    ):
        assert answer.status_code == 404
        assert "请联系邀请人重新邀请" in answer.content.decode() and "/staff/login/" in answer.content.decode()


def test_the_administrator_cannot_use_the_link_he_has_issued_again(client: Client, noon: datetime) -> None:
    """He holds the link, not the telephone of the owner; his own gets nothing."""
    system, owner = factories.staff("system"), factories.staff("audit")
    factories.login(client, system)
    page = client.post(f"/oversight/accounts/{owner.pk}/invitation/").content.decode()
    link = re.search(r"/invitation/[\w-]+/", page)[0]  # type: ignore[index]
    assert owner.phone.masked() in client.get(link).content.decode()
    assert client.get(link + "code/").url == link
    assert post(client, link).status_code == 200
    given = {"password": PASSWORD, "again": PASSWORD, "code": "123456"}
    wrong = "654321" if latest_code(owner.phone.plain()) == "123456" else "123456"
    assert client.post(link + "password/", {**given, "code": wrong}).status_code == 422
    told = [sent for sent in Delivery.objects.all() if sent.phone.plain() == system.phone.plain()]
    assert {sent.purpose for sent in told} == {"office.changed"}
    assert client.get(link + "code/").url == link
    owner.refresh_from_db()
    clock.freeze(noon + timedelta(minutes=2))
    assert with_password(Client(), link, owner.phone.plain()).url == link + "code/"


def test_pictures_of_the_qr_code_use_no_style(client: Client, noon: datetime) -> None:
    phone = factories.phone()
    token = invited(noon, phone)
    with_password(client, f"/invitation/{token}/", phone)
    page = client.get(f"/invitation/{token}/code/").content.decode()
    assert "<svg" in page and " style=" not in page
    assert BytesIO(page.encode()).read(15) == b"<!doctype html>"


def test_the_token_of_an_invitation_reaches_no_log(client: Client, noon: datetime, caplog: Any) -> None:
    phone = factories.phone()
    token = invited(noon, phone)
    client.get(f"/invitation/{token}/")
    with_password(client, f"/invitation/{token}/", phone, "short-1")
    client.get(f"/invitation/{token}x/")
    assert "invitation/<str:token>/" in caplog.text and token not in caplog.text
