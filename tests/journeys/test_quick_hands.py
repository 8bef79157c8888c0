"""Somebody is quicker than the scripts that a page fetches, or they never come."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import DESK, PHONE

pytestmark = pytest.mark.browser

PROOF_SCRIPT = re.compile(r"lazy-altcha[^/]*\.js$")
SEARCH_SCRIPT = re.compile(r"lazy-tom-select[^/]*\.js$")
SEARCH = re.compile(r"[?]q=")
EMPTY = {"content_type": "text/javascript", "body": ""}  # a file that answers and holds nothing


def stopped_at_the_door(company: Company, arrive: Arrive) -> tuple[Applicant, Route]:
    """He has pressed 登录 and the script that proves him a person is still on its way."""
    doctor = arrive(Applicant, company.registered(), screen=PHONE)
    held: list[Route] = []
    doctor.page.route(PROOF_SCRIPT, lambda route: held.append(route))
    doctor.page.goto("/login/")
    doctor.enters_password()
    button = doctor.page.get_by_role("main").get_by_role("button", name="登录", exact=True)
    expect(button).to_have_attribute("aria-busy", "true")
    doctor.press("登录", within=doctor.page.get_by_role("main"))
    return doctor, held[0]


def test_somebody_logs_in_before_the_proof_has_come(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    doctor, script = stopped_at_the_door(company, arrive)
    sent: list[str] = []
    doctor.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    script.continue_()
    expect(doctor.page).to_have_url(f"{system.url}/me/")
    assert sent == [f"{system.url}/login/"]


def test_the_picture_serves_when_the_proof_never_comes(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    doctor, script = stopped_at_the_door(company, arrive)
    script.fulfill(**EMPTY)
    expect(doctor.page.get_by_label(re.compile("^图形验证码"))).to_be_focused()
    doctor.inspect("picture")
    doctor.read_picture()
    doctor.press("登录", within=doctor.page.get_by_role("main"))
    expect(doctor.page).to_have_url(f"{system.url}/me/")


def adding_education(company: Company, arrive: Arrive) -> Applicant:
    doctor = arrive(Applicant, company.registered(), screen=DESK)
    doctor.comes_home()
    doctor.open("/me/dossier/educations/")
    doctor.follow("添加学历")
    doctor.stands_on("学历信息")
    return doctor


def test_somebody_finds_the_major_with_enter_and_not_other(company: Company, arrive: Arrive) -> None:
    doctor = adding_education(company, arrive)
    for label, typed, wanted, slow in (
        ("所学专业", "lcyx", "临床医学（本科，100201K）", False),
        ("毕业院校", "kmykdx", "昆明医科大学", True),
    ):
        doctor.field(label).click()
        box = doctor.page.get_by_role("combobox", name=re.compile(f"^{label}")).filter(visible=True)
        box.press_sequentially(typed)
        if slow:
            options = doctor.page.get_by_role("option").filter(visible=True)
            expect(options.first).to_have_text(wanted)
            expect(options.last).to_have_text("其他（自己填写）")
            expect(doctor.page.locator(".ts-dropdown .active:visible")).to_have_text(wanted)
        box.press("Enter")
        expect(doctor.page.locator(".ts-control .item", has_text=wanted)).to_be_visible()
    expect(doctor.page.locator(".ts-control .item", has_text="其他")).to_have_count(0)


def test_a_search_that_fails_is_tried_again_and_never_called_empty(company: Company, arrive: Arrive) -> None:
    doctor = adding_education(company, arrive)
    doctor.page.route(SEARCH, lambda route: route.fulfill(status=429, body="busy"))
    doctor.field("毕业院校").click()
    doctor.page.keyboard.type("kmykdx")
    doctor.sees("没有连上，正在重试…")
    doctor.page.unroute(SEARCH)
    expect(doctor.page.get_by_role("option").filter(visible=True).first).to_have_text("昆明医科大学")


def test_what_is_typed_before_the_search_has_come_is_not_lost(company: Company, arrive: Arrive) -> None:
    doctor = adding_education(company, arrive)
    doctor.page.route(SEARCH_SCRIPT, lambda route: (doctor.page.wait_for_timeout(1500), route.continue_()))
    doctor.field("毕业院校").click()
    doctor.page.keyboard.type("kmykdx")
    doctor.page.keyboard.press("Enter")
    expect(doctor.page.locator(".ts-control .item", has_text="昆明医科大学")).to_be_visible()


def test_what_is_pasted_before_the_search_has_come_is_not_lost(company: Company, arrive: Arrive) -> None:
    doctor = adding_education(company, arrive)
    doctor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    doctor.page.evaluate("navigator.clipboard.writeText('昆明医科大学')")
    doctor.page.route(SEARCH_SCRIPT, lambda route: (doctor.page.wait_for_timeout(1500), route.continue_()))
    doctor.field("毕业院校").click()
    doctor.page.keyboard.press("Control+V")
    expect(doctor.page.get_by_role("option").filter(visible=True).first).to_have_text("昆明医科大学")


def test_chinese_waits_for_the_box_of_the_search(company: Company, arrive: Arrive) -> None:
    doctor = adding_education(company, arrive)
    doctor.page.route(SEARCH_SCRIPT, lambda route: (doctor.page.wait_for_timeout(1500), route.continue_()))
    doctor.finds("所学专业", "临床医学", "临床医学（本科，100201K）")
    expect(doctor.page.locator(".ts-control .item", has_text="临床医学（本科，100201K）")).to_be_visible()


def test_without_the_script_of_the_search_the_list_of_the_browser_serves(company: Company, arrive: Arrive) -> None:
    doctor = adding_education(company, arrive)
    doctor.page.route(SEARCH_SCRIPT, lambda route: route.fulfill(**EMPTY))
    school = doctor.field("毕业院校")
    school.focus()
    expect(school).to_be_visible()
    school.select_option(label="其他（自己填写）")
    doctor.fill("其他院校", "云南某医学院")
    doctor.press("保存")
    doctor.sees("云南某医学院")


def test_a_screen_reader_that_stands_on_the_replaced_list_is_led_to_the_search(
    company: Company, arrive: Arrive
) -> None:
    doctor = adding_education(company, arrive)
    doctor.finds("毕业院校", "kmykdx", "昆明医科大学")
    doctor.page.locator("select[name=institution]").focus()
    doctor.page.keyboard.type("dldx")
    expect(doctor.page.get_by_role("option").filter(visible=True).first).to_have_text("大理大学")
