"""What the autosave says when something could not be saved, and how it comes back after the network was gone."""

import json

import pytest
from playwright.sync_api import Route, expect

from .conftest import Guide

pytestmark = pytest.mark.browser
ADDRESS = "/example/autosave/"
SAVED = {"saved_at": "14:02:31", "version": 8, "errors": {}}


def test_it_counts_and_marks_what_is_not_saved(guide: Guide) -> None:
    guide.answer(ADDRESS, {**SAVED, "errors": {"address": "最多 5 个字，现在是 6 个"}})
    page = guide.open()
    box = page.get_by_label("通信地址")
    box.fill("昆明市盘龙区")
    expect(page.get_by_text("已保存 14:02:31；1 项有误，尚未保存").last).to_have_attribute("data-state", "failed")
    expect(page.locator("#autosave .errorlist")).to_have_text("最多 5 个字，现在是 6 个")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("昆明市盘龙区")

    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss())[1])
    with page.expect_event("dialog"):
        page.evaluate("() => { location.hash = ''; location.reload(); }")
    assert asked == ["beforeunload"], "what was not saved does not vanish without words"

    guide.answer(ADDRESS, SAVED)
    box.fill("昆明市")
    expect(page.get_by_text("已保存 14:02:31", exact=True).last).to_have_attribute("data-state", "saved")
    expect(page.locator("#autosave .errorlist")).to_have_count(0)
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_what_was_saved_but_cannot_be_is_marked_and_called_saved(guide: Guide) -> None:
    guide.answer(ADDRESS, {**SAVED, "faults": {"address": "日期不应晚于今天"}})
    page = guide.open()
    page.get_by_label("通信地址").fill("昆明")
    expect(page.get_by_text("已保存 14:02:31；1 项请核对").last).to_have_attribute("data-state", "saved")
    expect(page.locator("#autosave .errorlist")).to_have_text("日期不应晚于今天")


class Network:
    """Gone until `there`."""

    def __init__(self) -> None:
        self.there, self.tries = False, 0

    def __call__(self, route: Route) -> None:
        self.tries += 1
        if not self.there:
            route.abort()
        else:
            route.fulfill(status=200, body=json.dumps(SAVED), content_type="application/json")


def test_it_saves_as_soon_as_the_network_is_back(guide: Guide) -> None:
    network = guide.answers[ADDRESS] = Network()
    page = guide.open()
    page.clock.install()
    page.get_by_label("通信地址").fill("昆明")
    page.clock.run_for(1500)
    expect(page.get_by_text("未保存：网络不通，正在重试").last).to_be_visible()
    tries = network.tries
    network.there = True
    page.evaluate("() => { window.dispatchEvent(new Event('online')); }")
    page.clock.run_for(10)
    expect(page.get_by_text("已保存 14:02:31").last).to_be_visible()
    assert network.tries == tries + 1
    guide.faults.clear()  # the browser reports the aborted requests


def test_it_tries_again_by_itself_at_most_every_five_seconds(guide: Guide) -> None:
    network = guide.answers[ADDRESS] = Network()
    page = guide.open()
    page.clock.install()
    page.get_by_label("通信地址").fill("昆明")
    for wait in (1500, 1100, 2100, 4100, 5100, 5100):
        page.clock.run_for(wait)
        expect(page.get_by_text("未保存：网络不通，正在重试").last).to_be_visible()
    assert 5 <= network.tries <= 7
    network.there = True
    page.clock.run_for(5100)
    expect(page.get_by_text("已保存 14:02:31").last).to_be_visible()
    guide.faults.clear()


def test_an_answer_that_never_comes_does_not_stop_it(guide: Guide) -> None:
    tries: list[Route] = []

    def answer(route: Route) -> None:
        tries.append(route)
        if len(tries) > 1:
            route.fulfill(status=200, body=json.dumps(SAVED), content_type="application/json")

    guide.answers[ADDRESS] = answer
    page = guide.open()
    page.clock.install()
    page.get_by_label("通信地址").fill("昆明")
    page.clock.run_for(1500)
    expect(page.get_by_text("正在保存…").last).to_be_visible()
    page.clock.run_for(15_100)
    page.clock.run_for(1100)
    expect(page.get_by_text("已保存 14:02:31").last).to_be_visible()
    guide.faults.clear()
