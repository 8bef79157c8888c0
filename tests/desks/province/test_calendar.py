"""日程: what the calendar shows, and two officers who extend registration on their pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import applicants, factories
from tests.desks.base.desk import words
from tests.desks.province.test_settings import signature
from tests.world_small import AT, CLOSES, World
from zhupei.accounts.models import User
from zhupei.applications import acts
from zhupei.approvals.models import Motion
from zhupei.cycles.models import Stage
from zhupei.kernel import clock
from zhupei.kernel.clock import SHANGHAI
from zhupei.portal.models import Announcement

DAY = timedelta(days=1)
NOTE = "昭通、曲靖部分县区强降雨断网断电，预计 18 日恢复。"


@pytest.fixture
def officers(world: World) -> list[User]:
    return [factories.staff(name="胡丽娟"), factories.staff(name="吴春兰")]


@pytest.fixture
def first(officers: list[User]) -> Client:
    return factories.login(Client(), officers[0])


@pytest.fixture
def second(officers: list[User]) -> Client:
    return factories.login(Client(), officers[1])


def form(world: World, **given: str) -> dict[str, str]:
    closes = (CLOSES + 2 * DAY).astimezone(SHANGHAI)
    usual = {"closes": f"{closes:%Y-%m-%dT%H:%M}", "reason": "两市卫生健康委来函", "note": NOTE, "step": "preview"}
    return {**usual, **given}


def address(world: World) -> str:
    return reverse("province:extending", args=[world.first.pk])


def shown(answer: object) -> str:
    found = re.search(r'name="shown" value="(\w{64})"', answer.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def propose(client: Client, world: World, **given: str) -> Motion:
    preview = client.post(address(world), form(world))
    client.post(address(world), form(world, step="propose", shown=shown(preview), **given))
    return Motion.objects.get(state="open")


def closes(world: World) -> object:
    return Stage.objects.get(round=world.first, kind="registration").closes


def test_the_calendar_says_how_long_it_still_is_and_marks_today(first: Client, world: World) -> None:
    answer = first.get("/province/calendar/")

    said, html = words(answer), answer.content.decode()
    assert "距报名截止还有 19 天 10 小时" in said and "延长报名时间" in said
    assert '<svg class="chart"' in html and "今天" in said
    assert "网上报名 6 月 25 日 10:00 7 月 20 日 22:00 进行中" in said, "the same as a table"
    assert "还没有改动过" in said


def test_other_rounds_and_odd_addresses(first: Client, world: World) -> None:
    assert "距报名开始还有" in words(first.get("/province/calendar/", {"round": "2"}))
    for query in ({"round": "x"}, {"round": "99"}, {"round": "\x00"}):
        assert first.get("/province/calendar/", query).status_code == 200


def test_when_it_is_over_it_says_why_nothing_can_be_extended(first: Client, world: World) -> None:
    clock.freeze(CLOSES)

    said = words(first.get("/province/calendar/", {"round": "1"}))

    assert "报名已截止" in said and "不能延长报名时间：网上报名已于 2026 年 7 月 20 日 22:00 截止" in said
    answer = first.post(address(world), form(world, step="propose", shown="0" * 64))
    assert answer.status_code == 409 and not Motion.objects.exists()


def test_the_form_begins_with_two_days_and_proposes_nothing_unseen(first: Client, world: World) -> None:
    page = first.get(address(world)).content.decode()

    assert 'value="2026-07-22T22:00"' in page and 'type="datetime-local"' in page
    assert 'value="propose"' not in page, "first the preview"


def test_the_preview_says_what_moves_and_whom_it_concerns(first: Client, world: World) -> None:
    applicants.submitted(world)
    applicants.ready(world)

    answer = first.post(address(world), form(world))

    said = words(answer)
    assert answer.status_code == 200 and closes(world) == CLOSES and not Motion.objects.exists()
    assert "7 月 20 日 22:00（周一） → 7 月 22 日 22:00（周三）" in said
    assert "网上报名 7 月 20 日 22:00 7 月 22 日 22:00 +2 天" in said
    assert "资格审核 7 月 25 日 18:00 7 月 27 日 18:00 +2 天 随网上报名顺延" in said
    assert "招录考试 8 月 5 日 12:00 不变 资格审核截止后还有 8 天 15 小时 0 分，原来 10 天 15 小时 0 分" in said
    assert "已填志愿、还没有提交 1 短信 + 站内" in said and "已提交、待审核或已通过 1 只发站内" in said
    assert f"{NOTE} 网上报名截止：2026 年 7 月 22 日 22:00（原为 2026 年 7 月 20 日 22:00）。" in said
    assert "提出，等另一位复签" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"closes": "2026-07-20T22:00"}, "新的截止时间须晚于现在的"),
        ({"closes": "2026-06-01T22:00"}, "新的截止时间已经过去"),
        ({"closes": "2027-07-20T22:00"}, "一次最多延长 30 天"),
        ({"closes": "下周三"}, "请填写日期和时间"),
        ({"closes": ""}, "请填写新的报名截止时间"),
        ({"closes": "\x00"}, "请填写日期和时间"),
        ({"note": "断网"}, "公开说明至少 10 个字"),
        ({"note": "请联系 139 0000 1234，恢复后再报名"}, "公开说明里像是有证件号码或手机号"),
        ({"reason": "急"}, "请写清楚，至少 4 个字"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "propose"])
def test_what_is_wrong_stands_beside_its_field(
    first: Client, world: World, step: str, given: dict[str, str], said: str
) -> None:
    answer = first.post(address(world), form(world, step=step, shown="0" * 64, **given))

    assert answer.status_code == 422 and said in words(answer)
    assert NOTE in words(answer) or "note" in given, "what was typed stays"
    assert not Motion.objects.exists()


def test_a_date_may_be_typed_where_the_browser_has_no_field_for_it(first: Client, world: World) -> None:
    assert "+2 天" in words(first.post(address(world), form(world, closes="2026-07-22 22:00")))


def test_two_officers_extend(first: Client, second: Client, officers: list[User], world: World) -> None:
    motion = propose(first, world)
    assert motion.expires_at == AT + acts.LIFETIME and closes(world) == CLOSES
    assert "延长报名时间：等另一位复签" in words(second.get("/province/calendar/"))
    page = words(second.get(reverse("province:motion", args=[motion.pk])))
    assert "延长报名时间：等您复签" in page and "两市卫生健康委来函" in page and "+2 天" in page

    done = second.post(reverse("province:confirmation", args=[motion.pk]), signature(officers[1], motion), follow=True)

    assert "已复签，报名时间已延长" in words(done)
    assert closes(world) == CLOSES + 2 * DAY
    assert "2026 年 7 月 20 日 22:00 → 2026 年 7 月 22 日 22:00" in words(first.get("/province/calendar/"))
    announcement = Announcement.objects.get()
    stranger = Client()
    assert NOTE in words(stranger.get(f"/announcements/{announcement.pk}/"))
    assert announcement.title in words(stranger.get("/"))


def test_nobody_confirms_his_own(first: Client, officers: list[User], world: World) -> None:
    motion = propose(first, world)
    page = words(first.get(reverse("province:motion", args=[motion.pk])))
    assert "撤回" in page and "验证器里的 6 位数字" not in page

    answer = first.post(reverse("province:confirmation", args=[motion.pk]), signature(officers[0], motion))

    assert answer.status_code == 409 and "提出的人不能确认自己提出的事" in words(answer)
    assert closes(world) == CLOSES


def test_a_stale_page_confirms_nothing(first: Client, second: Client, officers: list[User], world: World) -> None:
    motion = propose(first, world)
    confirmation = reverse("province:confirmation", args=[motion.pk])
    stale = {**signature(officers[1], motion), "shown": "0" * 64}

    answer = second.post(confirmation, stale)

    assert answer.status_code == 409 and "页面打开之后情况有变化" in words(answer)
    assert closes(world) == CLOSES


def test_a_stale_preview_proposes_nothing(first: Client, world: World) -> None:
    seen = shown(first.post(address(world), form(world)))
    Stage.objects.filter(round=world.first, kind="exam").delete()

    answer = first.post(address(world), form(world, step="propose", shown=seen))

    assert answer.status_code == 409 and not Motion.objects.exists()


def test_refused_with_words_or_withdrawn_nothing_moves(first: Client, second: Client, world: World) -> None:
    motion = propose(first, world)
    second.post(reverse("province:refusal", args=[motion.pk]), {"reason": "来函不清楚"})
    assert "来函不清楚" in words(first.get(reverse("province:motion", args=[motion.pk])))
    another = propose(first, world)

    first.post(reverse("province:withdrawal", args=[another.pk]))

    assert sorted(Motion.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]
    assert closes(world) == CLOSES


@pytest.mark.parametrize("role", ["reviewer", "administrator", "system", "security", "audit", "support", "technical"])
def test_nobody_else_enters(first: Client, world: World, role: str) -> None:
    motion = propose(first, world)
    user = factories.staff(role)
    client = factories.login(Client(), user)

    for page in ("/province/calendar/", address(world), reverse("province:motion", args=[motion.pk])):
        assert client.get(page).status_code == 404
    assert client.post(address(world), form(world, step="propose")).status_code == 404
    confirmation = reverse("province:confirmation", args=[motion.pk])
    assert client.post(confirmation, signature(user, motion)).status_code == 404
    assert closes(world) == CLOSES


def test_what_the_support_desk_decides_is_not_seen_here(first: Client, world: World) -> None:
    from tests.support.given import Desk

    motion = Desk().propose("account.freeze", applicants.submitted(world).person)

    assert first.get(reverse("province:motion", args=[motion.pk])).status_code == 404
