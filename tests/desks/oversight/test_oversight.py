"""三权分立: each of the three administrators has his own page, sees no dossier, and not the others' pages."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests import applicants, factories, world_small
from tests.accounts.people import guess
from zhupei.accounts.models import User
from zhupei.audit.actions import record
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
PAGES = {
    "/oversight/accounts/": {"system"},
    "/oversight/invitations/": {"system"},
    "/oversight/roles/": {"security"},
    "/oversight/trail/": {"audit"},
}


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> None:
    clock.freeze(noon)


@pytest.fixture
def enter(client: Client) -> Any:
    def by(role: str) -> Client:
        factories.login(client, factories.staff(role))
        return client

    return by


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["system", "security", "audit", "province", "reviewer", "technical"])
def test_each_page_is_one_offices(enter: Any, page: str, role: str) -> None:
    factories.staff("system")
    assert enter(role).get(page).status_code == (200 if role in PAGES[page] else 404)


@pytest.mark.parametrize("page", PAGES)
def test_applicants_and_strangers(client: Client, page: str) -> None:
    assert client.get(page).url.startswith("/staff/login/?next=")
    factories.login(client, factories.applicant())
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(("role", "first"), [("system", "accounts"), ("security", "roles"), ("audit", "trail")])
def test_home_is_the_one_thing_to_do(enter: Any, role: str, first: str) -> None:
    assert enter(role).get("/oversight/").url == f"/oversight/{first}/"


def test_the_system_administrator_sees_staff_and_no_applicant(enter: Any) -> None:
    person, member = factories.applicant(name="杨甲乙"), factories.staff("reviewer", name="高开云")
    page = enter("system").get("/oversight/accounts/").content.decode()
    assert "高开云" in page and member.phone.masked() in page and member.phone.plain() not in page
    assert person.name not in page
    assert "高开云" not in enter("system").get("/oversight/accounts/", {"words": "没有"}).content.decode()
    assert "高开云" in enter("system").get("/oversight/accounts/", {"words": "高开 review"}).content.decode()


def test_inviting_from_the_page_gives_a_link_that_works(enter: Any) -> None:
    base = factories.base()
    given = {"login_name": "New.One", "name": "木婷婷", "phone": factories.phone(), "role": "reviewer"}
    client = enter("system")
    assert "须选择基地" in client.post("/oversight/invitations/", given).content.decode()
    page = client.post("/oversight/invitations/", {**given, "base": base.pk}).content.decode()
    link = re.search(r"/invitation/[\w-]+/", page)[0]  # type: ignore[index]
    assert base.name in Client().get(link).content.decode()
    unknown = client.post("/oversight/invitations/", {**given, "role": "emperor"})
    assert unknown.status_code == 422


def test_inviting_again_is_for_staff_only(enter: Any) -> None:
    client, member, person = enter("system"), factories.staff("reviewer"), factories.applicant()
    page = client.post(f"/oversight/accounts/{member.pk}/invitation/").content.decode()
    assert re.search(r"/invitation/[\w-]+/", page) and member.phone.masked() in page
    assert client.post(f"/oversight/accounts/{person.pk}/invitation/").status_code == 404
    assert client.get(f"/oversight/accounts/{member.pk}/invitation/").status_code == 405


def test_the_security_administrator_sees_whose_links_were_issued_again(enter: Any) -> None:
    member = factories.staff("audit", name="高开云")
    enter("system").post(f"/oversight/accounts/{member.pk}/invitation/")
    page = enter("security").get("/oversight/roles/").content.decode().partition("重发的邀请")[2]
    assert member.login_name in page and "system" in page and "未使用" in page
    found = enter("audit").get("/oversight/trail/", {"words": "重发邀请"}).content.decode()
    assert f"账号 {member.login_name}" in found


def test_the_security_administrator_ends_roles(enter: Any) -> None:
    holder, reviewer = factories.staff("province"), factories.staff("reviewer", name="高开云")
    client = enter("security")
    assert "高开云" in client.get("/oversight/roles/").content.decode()
    for given in ({"post": holder.posts.get().pk}, {"membership": reviewer.memberships.get().pk}):
        assert client.post("/oversight/roles/ending/", given).url == "/oversight/roles/"
    assert "高开云" not in client.get("/oversight/roles/").content.decode()
    for given in ({}, {"post": "x"}, {"post": "9" * 30}, {"membership": "٣"}, {"post": 999_999}):
        assert client.post("/oversight/roles/ending/", given).status_code == 404


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", True),
        ("登录失败", True),
        ("登录", True),
        ("失败 账号", True),
        ("退回补正", False),
        ("登录失败 退回", False),
        ("未登录者", True),
        ("没有这样的词", False),
        ("\x00", True),
    ],
)
def test_the_trail_is_searched_in_words(enter: Any, noon: datetime, words: str, found: bool) -> None:
    with pytest.raises(Refused):
        guess(noon, factories.applicant().document_number.plain(), "wrong-1!")
    page = enter("audit").get("/oversight/trail/", {"words": words}).content.decode()
    assert ('<td class="nowrap" data-label="做了什么">登录失败</td>' in page) == found


def test_the_trail_knows_the_moves_of_an_application_and_tells_the_detail_in_words(enter: Any) -> None:
    person = applicants.returned(world_small.load())
    client = enter("audit")
    page = client.get("/oversight/trail/", {"words": "退回补正"}).content.decode()
    assert '<td class="nowrap" data-label="做了什么">退回补正</td>' in page
    assert "状态 待审核 → 已退回" in page
    version = str(person.reloaded().version_id)
    assert f"版本 {version[:8]}；" in page or f"版本 {version[:8]}<" in page
    assert "材料 身份证人像面" in client.get("/oversight/trail/", {"words": "上传材料"}).content.decode()
    assert version in page  # whole only where one points at


def test_ending_a_role_and_issuing_a_link_are_confirmed_first(enter: Any) -> None:
    factories.staff("reviewer", name="高开云")
    page = enter("security").get("/oversight/roles/").content.decode()
    assert page.count("确认结束") == page.count('<details class="reveal">') > 0
    page = enter("system").get("/oversight/accounts/").content.decode()
    assert page.count("确认重发") == page.count('<details class="reveal">') > 0


def test_the_trail_says_in_words_why_a_picture_was_refused(enter: Any, noon: datetime) -> None:
    about = {"actor": None, "role": "machine", "at": noon, "object_type": "document", "slot": "portrait"}
    record(verb="document.refuse", object_id="1", reason="portrait:background_white", **about)
    record(verb="document.offer", object_id="2", made_from="1", digest="d", **about)
    page = enter("audit").get("/oversight/trail/").content.decode()
    assert "原因 背景纯白" in page
    assert "修复自 1" in page


def test_the_trail_finds_staff_by_name_and_people_by_id_but_names_no_applicant(enter: Any, noon: datetime) -> None:
    person = factories.applicant(name="杨甲乙")
    guess(noon, person.document_number.plain(), factories.PASSWORD)
    client = enter("audit")
    page = client.get("/oversight/trail/", {"words": str(person.pk)}).content.decode()
    assert str(person.pk)[:8] in page and person.name not in page
    assert person.name not in client.get("/oversight/trail/").content.decode()
    assert "没有符合条件的记录" in client.get("/oversight/trail/", {"words": "杨甲乙"}).content.decode()
    member = User.objects.get(posts__role="audit")
    assert "没有符合条件的记录" in client.get("/oversight/trail/", {"words": member.login_name}).content.decode()


def test_older_events_are_reached_page_by_page_in_the_same_number_of_queries(
    enter: Any, noon: datetime, django_assert_num_queries: Any
) -> None:
    person = factories.applicant()
    for _ in range(60):
        guess(noon, person.document_number.plain(), factories.PASSWORD, device_token="same")
    client = enter("audit")
    page = client.get("/oversight/trail/").content.decode()
    assert page.count('data-label="做了什么"') == 50
    older = re.search(r"\?before=\d+", page)[0]  # type: ignore[index]
    assert client.get("/oversight/trail/" + older).content.decode().count('data-label="做了什么"') == 10
    with django_assert_num_queries(12):
        client.get("/oversight/trail/")
    for given in ({"before": "x"}, {"since": "not a day"}, {"since": "2026-07-02"}):
        assert client.get("/oversight/trail/", given).status_code == 200
