"""Without an account, without a mouse, without scripts."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import BASE_NAME, Company, wish
from tests.journeys.visitor import DESK, PHONE, Visitor
from zhupei.world.fiction.logins import APPLICANT_PASSWORD

pytestmark = pytest.mark.browser


def test_a_student_compares_places_without_logging_in(arrive: Arrive) -> None:
    student = arrive(Visitor, screen=PHONE)
    student.open("/")
    student.page.get_by_role("link", name="查看西医类招录计划").click()
    student.stands_on("招录计划")
    student.fill("基地或专业", "ek")
    student.choose("专业", "0200 儿科")
    student.press("筛选")
    student.sees(re.compile(r"^共 \d+ 项计划"))
    asked = parse_qs(urlsplit(student.page.url).query)
    assert (asked["text"], asked["track"], asked["specialty"]) == (["ek"], ["western"], ["0200"])
    rows = student.page.get_by_role("row").filter(has_text="儿科")
    expect(rows.first).to_be_visible()
    expect(student.page.get_by_role("row").filter(has_text="骨科")).to_have_count(0)

    friend = arrive(Visitor, screen=DESK)
    friend.open(student.page.url.removeprefix(friend.system.url))
    expect(friend.page.get_by_role("row").filter(has_text="儿科")).to_have_count(rows.count())
    expect(friend.field("专业")).to_have_value("0200")
    friend.open("/plan/?text=qqqq")
    friend.sees("没有符合条件的计划")
    friend.open(f"/plan/?text={BASE_NAME}")
    friend.follow(BASE_NAME)
    friend.stands_on(BASE_NAME)
    friend.sees("咨询电话")
    friend.open("/announcements/")
    friend.follow(re.compile("住院医师规范化培训招收工作的通知"))
    friend.stands_on(re.compile("住院医师规范化培训招收工作的通知"))
    friend.open("/procedure/")
    friend.stands_on("报名流程与操作须知")
    assert friend.download(lambda: friend.downloads_template("毕业证明")).startswith(b"%PDF")


def test_somebody_logs_in_with_the_keyboard_only(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=DESK)
    doctor.page.goto("/")
    keyboard = doctor.page.keyboard
    keyboard.press("Tab")
    expect(doctor.page.get_by_role("link", name="跳到正文")).to_be_focused()
    keyboard.press("Enter")
    doctor.tabs_to(doctor.page.get_by_role("link", name="进入西医类报名"))
    keyboard.press("Enter")
    doctor.stands_on(re.compile("^登录"))
    doctor.tabs_to(doctor.field("证件号"))
    keyboard.type(doctor.facts.document_number.lower())
    keyboard.press("Tab")
    expect(doctor.field("密码")).to_be_focused()
    keyboard.type("wrong-password-1")
    keyboard.press("Enter")
    doctor.sees("证件号或密码不正确。")
    doctor.inspect("wrong")
    summary = doctor.page.get_by_role("alert").first
    expect(summary).to_be_focused()
    doctor.tabs_to(doctor.field("密码"))
    keyboard.type(APPLICANT_PASSWORD)
    doctor.tabs_to(doctor.page.get_by_role("main").get_by_role("button", name="登录", exact=True))
    keyboard.press("Enter")
    expect(doctor.page).to_have_url(re.compile("/me/$"))


def test_everything_works_without_a_script(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.newcomer(), screen=DESK, script=False)
    doctor.registers()
    doctor.comes_home()
    doctor.fills_in_everything()
    doctor.chooses(BASE_NAME, *wish(doctor.facts))
    doctor.answer("服从调剂", "服从调剂")
    doctor.checks()
    doctor.submits()
