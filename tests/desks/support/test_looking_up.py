"""One box for all, an answer that says no more than it must, and a record of who has looked."""

import pytest
from django.test import Client

from tests import applicants, factories
from tests.support.given import OWNER_PHONE, Desk, text
from tests.world_small import World
from zhupei.audit.models import Event

pytestmark = pytest.mark.django_db


def test_the_answer_shows_no_dossier_and_no_whole_number(world: World, first: Client) -> None:
    person = applicants.submitted(world)
    who = person.person

    page = first.post("/support/look-ups/", {"words": who.document_number.plain()})

    assert page.status_code == 200 and who.name in text(page) and "待审核" in text(page)
    shown = text(page).replace(f'value="{who.document_number.plain()}"', "")
    assert who.document_number.masked() in shown and who.phone.masked() in shown
    account = text(first.get(f"/support/accounts/{who.pk}/"))
    secrets = (who.document_number.plain(), who.phone.plain(), who.dossier.email, world.a.name, "内科")
    for secret in filter(None, secrets):
        assert secret not in shown and secret not in account


def test_what_cannot_be_understood_is_said_beside_the_box(first: Client) -> None:
    for words, said in (
        ("", "请输入要查找的内容"),
        ("53010", "看不懂要查什么"),
        ("和", "看不懂要查什么"),
        ("zz", "看不懂要查什么"),
    ):
        page = first.post("/support/look-ups/", {"words": words})
        assert page.status_code == 422 and said in text(page)


def test_only_a_whole_number_that_nobody_has_leads_to_registration(first: Client) -> None:
    factories.applicant(name="和志远")
    for words, said in (
        ("志远", "姓名要从姓开始写完整"),
        ("zzz", "姓名要从姓开始写完整"),
        (OWNER_PHONE, "请核对输入的内容"),
    ):
        page = text(first.post("/support/look-ups/", {"words": words}))
        assert "没有符合的账号" in page and said in page and "直接注册" not in page
    assert "本人可以直接注册" in text(first.post("/support/look-ups/", {"words": "530102199001011231"}))


def test_what_became_of_an_application_is_said_in_one_word(world: World, first: Client) -> None:
    never, cancelled, rejected = applicants.ready(world), applicants.submitted(world), applicants.submitted(world)
    applicants.withdraw(cancelled)
    applicants.reject(rejected)
    for person, word in ((never, "没有提交报名"), (cancelled, "已取消"), (rejected, "审核不通过")):
        page = text(first.post("/support/look-ups/", {"words": person.person.document_number.plain()}))
        assert f'data-label="报名">{word}<' in page


def test_opening_an_account_is_on_the_record(first: Client, desk: Desk) -> None:
    person = factories.applicant()
    first.get(f"/support/accounts/{person.pk}/")
    assert Event.objects.get(verb="support.open", actor_id=str(desk.first.pk)).object_id == str(person.pk)
