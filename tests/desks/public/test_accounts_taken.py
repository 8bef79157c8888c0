"""A number that is taken: its owner is told what to do, in words true for everybody; a stranger learns nothing."""

import re
import time
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.desks.public.accounts import post
from tests.desks.public.test_accounts_registration import ask, end, person, text  # noqa: F401
from tests.support.given import Desk
from tests.world_small import load
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery
from zhupei.support.acts import FREEZE, RELEASE

pytestmark = pytest.mark.django_db
HELP = 'href="/help/account/'


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


def registered(given: dict[str, Any]) -> tuple[Client, Any, int]:
    """The last step of registering, in a browser of its own: the answer, and how many statements it took."""
    client = Client()
    assert ask(client, given).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        answer = end(client, given)
    return client, answer, len(asked)


def pair(person: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: F811
    """A free number and a taken one."""
    taken = factories.applicant().document_number.plain()
    return [person, {**person, "number": taken, "phone": factories.phone()}]


def test_free_and_taken_are_answered_alike(person: dict[str, Any]) -> None:  # noqa: F811
    seen = []
    for given in pair(person):
        client, answer, _ = registered(given)
        cookies = {name: bool(morsel.value) for name, morsel in client.cookies.items()}
        seen.append((answer.status_code, answer.url, sorted(answer.headers), cookies))
    assert seen[0] == seen[1]


def test_the_telephone_just_proven_gets_the_same_message(person: dict[str, Any]) -> None:  # noqa: F811
    said = []
    for given in pair(person):
        registered(given)
        sent = [row for row in Delivery.objects.all() if row.phone.plain() == given["phone"]]
        said.append([(row.purpose, re.sub(r"\d+", "0", row.body.plain()), row.recipient_id) for row in sent])
    assert said[0] == said[1]
    (_, body, _) = said[0][-1]
    assert "登录不了的，说明证件号以前注册过" in body and "账号找回" in body


def test_it_takes_about_the_same_work(person: dict[str, Any]) -> None:  # noqa: F811
    """The password's hash, by far the longest part, is made in either case; beside it a few statements more or less."""
    (_, _, free), (_, _, taken) = (registered(given) for given in pair(person))
    assert abs(free - taken) <= 6, (free, taken)


def test_the_advice_after_registering_is_true_for_everybody(client: Client) -> None:
    page = client.get("/register/done/").content.decode()
    assert "如果用刚设置的密码登录不了，说明这个证件号以前注册过" in page and HELP in page
    assert "注册成功" not in page and "注册完成" not in page


@pytest.mark.parametrize("path", ["/login/", "/forgot/", "/register/done/", "/"])
def test_the_way_back_is_linked(client: Client, path: str) -> None:
    assert HELP in client.get(path).content.decode()


def test_a_wrong_login_says_where_to_go_on(client: Client) -> None:
    page = post(client, "/login/", number=factories.number(), password="Wrong-1password")
    main = page.content.decode().split("<main")[1].split('class="form"')[0]
    assert page.status_code == 409 and HELP in main


def test_the_help_page_says_whom_to_call_what_to_bring_and_what_happens(client: Client) -> None:
    load()
    page = client.get("/help/account/").content.decode()
    for words in ("身份证", "户口簿", "另一位工作人员确认", "重新注册", "最长 3 天", "不会向您要验证码"):
        assert words in page


def test_a_frozen_account_is_told_so_after_the_right_password_only(client: Client) -> None:
    load()
    account = factories.applicant()
    Desk().carry_out(FREEZE, account)
    number = account.document_number.plain()
    wrong = post(client, "/login/", number=number, password="Wrong-1password").content.decode()
    right = post(client, "/login/", number=number, password=factories.PASSWORD)
    assert "冻结" not in wrong.split("<main")[1].split("账号找回")[0]
    assert right.status_code == 409 and "已由技术支持冻结" in right.content.decode()
    assert "联系技术支持" in right.content.decode() and "sessionid" not in client.cookies


def test_frozen_and_wrong_take_the_same_time(client: Client, real_hasher: None) -> None:
    """One hash each: a frozen account is not told from any other by a stopwatch."""
    load()
    account = factories.applicant()
    Desk().carry_out(FREEZE, account)
    took = []
    for number in (account.document_number.plain(), factories.applicant().document_number.plain()):
        started = time.perf_counter()
        post(client, "/login/", number=number, password="Wrong-1password")
        took.append(time.perf_counter() - started)
    assert max(took) < 5 * min(took)


def test_a_released_number_is_free_and_its_taker_resets_nothing(client: Client, person: dict[str, Any]) -> None:  # noqa: F811
    taker = factories.applicant(document_number=person["number"])
    Desk().carry_out(RELEASE, taker)
    before = Delivery.objects.filter(purpose="reset").count()
    post(client, "/forgot/", number=person["number"], phone=taker.phone.plain())
    assert Delivery.objects.filter(purpose="reset").count() == before
    post(client, "/login/", number=person["number"], password=factories.PASSWORD)
    assert "_auth_user_id" not in client.session
