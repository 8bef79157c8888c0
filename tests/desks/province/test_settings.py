"""设置: one form for each group, two persons once people register, a history, and the differences to last year."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.desks.base.desk import words
from tests.world_small import OPENS, World, load
from zhupei.accounts.models import User
from zhupei.approvals.models import Motion
from zhupei.cycles import policies
from zhupei.cycles.actions.policies import digest
from zhupei.cycles.models import Cycle, PictureCheck, Round, Stage
from zhupei.cycles.strictness import USUAL, strictness
from zhupei.kernel import clock
from zhupei.pure.scans.document_check import NEVER_FAIL
from zhupei.world.staff import digits

CHECKS, APPLYING = "picture-checks", "applying"
REASON = "按省里会议决定"


def page(world: World, group: str = CHECKS) -> str:
    scope = policies.get(group).scope
    return reverse("province:setting", args=[group, (world.first if scope == "round" else world.cycle).pk])


def sent(world: World, group: str = CHECKS, **changes: object) -> dict[str, object]:
    """The form as a browser would send it, with what was chosen."""
    found = policies.get(group)
    now = policies.find(found, (world.first if found.scope == "round" else world.cycle).pk)
    said = {"True": "yes", "False": "no", "None": ""}
    shown = {name: said.get(str(value), value) for name, value in now.values.items()}
    return {**shown, "shown": digest(now), "reason": REASON, **changes}


def chosen(answer: str, name: str) -> list[str]:
    return re.findall(rf'<input type="radio" name="{re.escape(name)}" value="([\w-]+)"[^>]* checked', answer)


@pytest.fixture
def before_registration(world: World) -> Iterator[None]:
    clock.freeze(OPENS - timedelta(seconds=1))
    yield


def test_every_check_is_there_in_words_with_what_holds(province: Client, world: World) -> None:
    answer = province.get(page(world))

    html = answer.content.decode()
    for name, mode in USUAL.items():
        assert html.count(f'type="radio" name="{name}"') == (2 if name in NEVER_FAIL else 3)
        assert chosen(html, name) == [mode]
    said = words(answer)
    assert "背景纯白 人物四周是纯白色 拦截 只提示 不检查" in said and "通常" not in said
    assert "可能认错。建议只提示" in said


def test_saves_and_says_what_changed(province: Client, world: World) -> None:
    answer = province.post(page(world), sent(world, border="warn", glare="off"), follow=True)

    assert "已保存：没有边框改为只提示、反光改为不检查。" in words(answer)
    assert "没有边框 通常拦截" in words(answer)
    assert "没有边框： 拦截 → 只提示" in words(answer), "the history stands below"
    assert strictness(world.first.cycle_id) == {**USUAL, "border": "warn", "glare": "off"}


def test_pressed_twice(province: Client, world: World) -> None:
    given = sent(world, border="warn")
    province.post(page(world), given)

    assert "没有改动" in words(province.post(page(world), given, follow=True))
    assert PictureCheck.objects.count() == 1


def test_a_tab_that_was_overtaken_shows_what_holds_now(province: Client, world: World) -> None:
    given = sent(world, eyes="off")
    province.post(page(world), sent(world, border="warn"))

    answer = province.post(page(world), given)

    assert answer.status_code == 409
    assert "有人更改过这些设置，您的更改没有保存" in words(answer)
    html = answer.content.decode()
    assert (chosen(html, "border"), chosen(html, "eyes")) == (["warn"], ["block"])
    assert str(sent(world)["shown"]) in html


@pytest.mark.parametrize(
    "given",
    [{"border": ""}, {"orientation": "block"}, {"border": "perhaps"}, {"border": "\x00"}, {"shown": "x" * 9999}],
)
def test_odd_answers_change_nothing(province: Client, world: World, given: dict[str, str]) -> None:
    answer = province.post(page(world), sent(world, glare="off", **given))

    assert answer.status_code == 422
    assert not PictureCheck.objects.exists()


def test_a_missing_choice_is_named(province: Client, world: World) -> None:
    given = sent(world)
    del given["border"]

    assert "请选择“没有边框”" in words(province.post(page(world), given))


def test_the_trail_says_it_in_words(province: Client, world: World) -> None:
    province.post(page(world), sent(world, border="warn"))
    auditor = factories.login(Client(), factories.staff("audit"))

    said = words(auditor.get("/oversight/trail/", {"words": "更改设置"}))

    assert "没有边框" in said and "拦截" in said and "只提示" in said


def test_before_registration_one_officer_saves_every_group(
    province: Client, world: World, before_registration: None
) -> None:
    for group in policies.known():
        answer = province.get(page(world, group.name))
        assert answer.status_code == 200 and "保存" in words(answer) and 'name="reason"' not in answer.content.decode()
        assert "没有改动" in words(province.post(page(world, group.name), sent(world, group.name), follow=True))


def test_numbers_choices_switches_and_several(province: Client, world: World, before_registration: None) -> None:
    given = {"max_choices": "5", "submissions_limit": "3", "onsite_required": "no"}
    answer = province.post(page(world, APPLYING), sent(world, APPLYING, **given), follow=True)
    assert "已保存：最多志愿数改为5 个、提交次数上限改为3 次、需现场审核改为不需要。" in words(answer)
    assert "每名学员在同一培训基地最多填报 5 个专业志愿" in words(answer) and "通常3 个" in words(answer)

    province.post(
        page(world, "registering"), sent(world, "registering", document_types=["taiwan-permit", "resident-id"])
    )
    assert Cycle.objects.get().document_types == ["resident-id", "taiwan-permit"]

    province.post(page(world, "categories"), sent(world, "categories", **{"postgraduate.choice_mode": "free"}))
    assert world.cycle.categories.get(code="postgraduate").choice_mode == "free"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"max_choices": "0"}, "最多志愿数应为 1 至 10 的整数"),
        ({"max_choices": "三"}, "最多志愿数应为 1 至 10 的整数"),
        ({"max_choices": ""}, "请填写最多志愿数"),
        ({"submissions_limit": "100"}, "留空表示不限"),
        ({"max_choices": "9" * 400}, "最多志愿数应为 1 至 10 的整数"),
    ],
)
def test_what_is_out_of_range_is_said_beside_the_field(
    province: Client, world: World, before_registration: None, given: dict[str, str], said: str
) -> None:
    answer = province.post(page(world, APPLYING), sent(world, APPLYING, **given))

    assert answer.status_code == 422 and said in words(answer)
    assert Round.objects.get(pk=world.first.pk).max_choices == 3


def test_once_people_register_it_is_proposed_and_another_one_confirms(world: World) -> None:
    first, second = factories.staff(name="胡丽娟"), factories.staff(name="吴春兰")
    one, other = factories.login(Client(), first), factories.login(Client(), second)

    answer = one.post(page(world, APPLYING), sent(world, APPLYING, max_choices="5"), follow=True)

    motion = Motion.objects.get()
    assert "复签之前设置不变" in words(answer) and "最多志愿数 3 个 → 5 个" in words(answer)
    assert Round.objects.get(pk=world.first.pk).max_choices == 3
    assert "更改设置：志愿、提交与补正：等另一位复签" in words(other.get("/province/"))
    assert "等另一位复签" in words(other.get(page(world, APPLYING)))

    own = reverse("province:confirmation", args=[motion.pk])
    assert one.post(own, signature(first, motion)).status_code == 409, "nobody confirms his own"
    said = words(other.post(own, signature(second, motion), follow=True))

    assert "已复签，设置已更改" in said
    assert Round.objects.get(pk=world.first.pk).max_choices == 5
    assert "最多志愿数：3 个 → 5 个" in words(one.get("/province/changes/"))


def signature(user: User, motion: Motion) -> dict[str, str]:
    return {"token": digits(user.totpdevice_set.get()), "shown": motion.digest}


def test_a_proposal_needs_a_reason(province: Client, world: World) -> None:
    answer = province.post(page(world, APPLYING), sent(world, APPLYING, max_choices="5", reason=""))

    assert answer.status_code == 422 and not Motion.objects.exists()


def test_the_overview_tells_what_holds_in_each_round(province: Client, world: World) -> None:
    Round.objects.filter(pk=world.second.pk).update(max_choices=1)

    first, second = (words(province.get("/province/settings/", {"round": number})) for number in "12")

    assert "最多志愿数 3 个" in first and "全部按通常的方式" in first
    assert "最多志愿数 1 个" in second
    assert province.get("/province/settings/", {"round": "\x00"}).status_code == 200


def test_differences_to_the_last_cycle(province: Client, world: World) -> None:
    said = words(province.get("/province/settings/differences/"))
    assert "系统里没有更早的年度" in said and "0 项不同，共 5 项" in said
    former = Cycle.objects.create(year=2025, name="2025 年度", assistant_level="20")
    Round.objects.create(cycle=former, number=1, name="第 1 批次", max_choices=2)

    said = words(province.get("/province/settings/differences/"))

    assert "最多志愿数 2 个 3 个" in said and "助理全科学历下限 大学本科 大学专科" in said
    assert "1 项不同，共 5 项" in said and "补正宽限 48 小时 相同" in said


def test_without_dates_it_says_so(province: Client) -> None:
    Stage.objects.all().delete()

    for address in ("/province/settings/", "/province/settings/differences/", "/province/calendar/"):
        assert "还没有公布报名时间" in words(province.get(address))


@pytest.mark.parametrize("role", ["reviewer", "administrator", "system", "audit", "support", "technical"])
def test_nobody_else_enters(world: World, role: str) -> None:
    client = factories.login(Client(), factories.staff(role))

    for address in (page(world), "/province/settings/", "/province/settings/differences/", "/province/changes/"):
        assert client.get(address).status_code == 404
    assert client.post(page(world), sent(world, border="off")).status_code == 404
    assert not PictureCheck.objects.exists()


def test_groups_and_owners_that_do_not_exist(province: Client, world: World) -> None:
    for group, owner in (("nothing", world.cycle.pk), (CHECKS, world.first.pk), (APPLYING, world.cycle.pk)):
        assert province.get(reverse("province:setting", args=[group, owner])).status_code == 404


def test_the_world_is_loaded_with_what_is_usual(db: None) -> None:
    assert strictness(load().cycle.pk) == USUAL
