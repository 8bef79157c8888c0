"""照片和材料检查: the province chooses what blocks, warns, or is not looked at."""

import re

import pytest
from django.test import Client

from tests import factories
from tests.desks.base.desk import words
from tests.world_small import World
from zhupei.cycles.models import PictureCheck, Stage
from zhupei.cycles.strictness import USUAL, fingerprint, strictness
from zhupei.pure.scans.reading import NEVER_FAIL

PAGE = "/province/picture-checks/"


def sent(world: World, **changes: str) -> dict[str, str]:
    now = strictness(world.first.cycle_id)
    return {**now, "shown": fingerprint(now), **changes}


def chosen(page: str, name: str) -> list[str]:
    return re.findall(rf'<input type="radio" name="{name}" value="(\w+)"[^>]* checked', page)


def test_every_check_is_there_in_words_with_what_holds(province: Client) -> None:
    answer = province.get(PAGE)
    page = answer.content.decode()
    for name, mode in USUAL.items():
        assert page.count(f'type="radio" name="{name}"') == (2 if name in NEVER_FAIL else 3)
        assert chosen(page, name) == [mode]
    said = words(answer)
    assert "背景纯白 人物四周是纯白色 拦截 只提示 不检查" in said and "通常" not in said
    assert "可能认错。建议只提示" in said


def test_saves_and_says_what_changed(province: Client, world: World) -> None:
    answer = province.post(PAGE, sent(world, border="warn", glare="off"), follow=True)
    assert "已保存：没有边框改为只提示、反光改为不检查。" in words(answer)
    assert "没有边框 通常拦截" in words(answer)
    assert strictness(world.first.cycle_id) == {**USUAL, "border": "warn", "glare": "off"}


def test_pressed_twice(province: Client, world: World) -> None:
    given = sent(world, border="warn")
    province.post(PAGE, given)
    assert "没有改动" in words(province.post(PAGE, given, follow=True))
    assert PictureCheck.objects.count() == 1


def test_a_tab_that_was_overtaken_shows_what_holds_now(province: Client, world: World) -> None:
    given = sent(world, eyes="off")
    province.post(PAGE, sent(world, border="warn"))
    answer = province.post(PAGE, given)
    assert answer.status_code == 409
    assert "有人更改过这些设置，您的更改没有保存" in words(answer)
    page = answer.content.decode()
    assert (chosen(page, "border"), chosen(page, "eyes")) == (["warn"], ["block"])
    assert fingerprint(strictness(world.first.cycle_id)) in page


@pytest.mark.parametrize(
    "given",
    [{"border": ""}, {"orientation": "block"}, {"border": "perhaps"}, {"border": "\x00"}, {"shown": "x" * 9999}],
)
def test_odd_answers_change_nothing(province: Client, world: World, given: dict[str, str]) -> None:
    answer = province.post(PAGE, {**sent(world, glare="off"), **given})
    assert answer.status_code == (409 if "shown" in given else 422)
    assert not PictureCheck.objects.exists()


def test_a_missing_choice_is_named(province: Client, world: World) -> None:
    given = sent(world)
    del given["border"]
    assert "请选择“没有边框”的检查方式" in words(province.post(PAGE, given))


def test_the_trail_says_it_in_words(province: Client, world: World) -> None:
    province.post(PAGE, sent(world, border="warn", blur="block"))
    auditor = factories.login(Client(), factories.staff("audit"))
    said = words(auditor.get("/oversight/trail/", {"words": "更改照片和材料检查"}))
    assert "改为拦截 图片清晰；改为只提示 没有边框" in said
    assert "年度招录" in said


def test_without_dates_it_says_so(province: Client) -> None:
    Stage.objects.all().delete()
    assert "还没有公布报名时间" in words(province.get(PAGE))
    assert province.post(PAGE, {}).status_code == 200


@pytest.mark.parametrize("role", ["reviewer", "administrator", "system", "technical"])
def test_nobody_else_enters(world: World, role: str) -> None:
    client = factories.login(Client(), factories.staff(role))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, sent(world, border="off")).status_code == 404
    assert not PictureCheck.objects.exists()
