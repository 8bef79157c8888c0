"""概况 of the province: counts per base and state, the calendar, nobody's name; inviting staff of bases."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import applicants as acts
from tests import factories, world_small
from tests.desks.base.copied_applications import copies
from tests.desks.base.desk import words
from tests.world_small import World
from zhupei.accounts.models import Invitation
from zhupei.cycles.models import Stage
from zhupei.kernel import clock
from zhupei.reports import funnel

GIVEN = {"role": "administrator", "name": "杨丽", "login_name": "yangli", "phone": "13812345678"}


def test_counts_per_base_and_state(province: Client, world: World) -> None:
    acts.approved(world)
    acts.returned(world)
    acts.submitted(world, plans=[world.line("0100", "B")])
    acts.ready(world)
    found = funnel.of(world.first)
    assert found.steps == [("已注册账号", 4), ("开始填报志愿", 4), ("已提交报名", 3), ("审核通过", 1)]
    assert {row.name: row.figures for row in found.rows} == {
        world.a.name: [0, 1, 1, 0, 0],
        world.b.name: [1, 0, 0, 0, 0],
    }
    page = words(province.get("/province/"))
    seats = len([key for key in world.lines if key[0] == "A"]) * 5
    assert f"{world.a.name} {seats} 0 1 1 0 0 2" in page
    assert f"{world.b.name} 5 1 0 0 0 0 1" in page
    assert "全省" in page
    assert "和志远" not in page


def test_the_calendar_says_what_is_open(province: Client, world: World) -> None:
    page = words(province.get("/province/"))
    assert "网上报名 6 月 25 日 10:00 7 月 20 日 22:00 进行中" in page
    assert "招录考试 8 月 5 日 09:00 8 月 5 日 12:00 未开始" in page
    clock.freeze(world_small.CLOSES)
    assert "网上报名 6 月 25 日 10:00 7 月 20 日 22:00 已结束" in words(province.get("/province/", {"round": "1"}))


def test_another_round_and_odd_addresses(province: Client) -> None:
    assert "8 月 20 日 10:00" in words(province.get("/province/", {"round": "2"}))
    for query in ({"round": "x"}, {"round": "99"}, {"round": "\x00"}):
        assert province.get("/province/", query).status_code == 200


def test_without_dates_it_says_so(province: Client) -> None:
    Stage.objects.all().delete()
    assert "还没有公布报名时间" in words(province.get("/province/"))


def test_costs_the_same_queries_for_few_and_many(province: Client, world: World) -> None:
    applicant = acts.submitted(world)
    applicant.reloaded()
    spent = []
    for begin, more in ((1, 0), (1, 3), (4, 60)):
        copies(applicant, more, begin)
        with CaptureQueriesContext(connection) as captured:
            province.get("/province/")
        spent.append(len(captured))
    assert len(set(spent)) == 1 and spent[0] <= 12, spent


def test_invites_the_administrator_of_a_base(province: Client, world: World) -> None:
    answer = province.post("/province/invitations/", {**GIVEN, "base": str(world.a.pk)})
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.base_id) == ("administrator", world.a.pk)
    page = answer.content.decode()
    link = page.partition('aria-label="邀请链接"')[0].rpartition('value="')[2].partition('"')[0]
    assert Client().get(link).status_code == 200
    assert f"{world.a.name} 杨丽 yangli 基地管理员" in words(province.get("/province/invitations/"))


@pytest.mark.parametrize(
    "given", [{"base": ""}, {"base": "x"}, {"role": "province"}, {"phone": "1"}, {"login_name": "杨"}]
)
def test_says_what_is_wrong(province: Client, world: World, given: dict[str, str]) -> None:
    answer = province.post("/province/invitations/", {**GIVEN, "base": str(world.a.pk), **given})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["reviewer", "administrator", "system", "security", "audit", "technical"])
def test_nobody_else_enters(world: World, role: str) -> None:
    client = factories.login(Client(), factories.staff(role))
    assert client.get("/province/").status_code == 404
    assert client.post("/province/invitations/", GIVEN).status_code == 404


def test_applicants_and_strangers(world: World) -> None:
    assert factories.login(Client(), factories.applicant()).get("/province/").status_code == 404
    assert Client().get("/province/").status_code == 302
