"""The base reviews, the applicant corrects, the form is printed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.house import House
from tests.journeys.papers import codes_on, words_on
from tests.journeys.people import BASE_NAME, Company, application, wish
from tests.journeys.reviewer import Reviewer
from tests.journeys.visitor import DESK, PHONE
from zhupei.applications import states
from zhupei.pure.scans.drawn import portrait_jpeg

pytestmark = pytest.mark.browser
BLURRED = "模糊"


def test_returned_corrected_approved_and_printed(house: House, company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.submitted(), screen=PHONE)
    name = doctor.facts.name
    reviewer = arrive(Reviewer, screen=DESK)
    reviewer.comes_to_work("yn001.review")
    reviewer.takes_up(name)
    for words in wish(doctor.facts):
        reviewer.sees(words)
    expect(reviewer.page.get_by_role("img", name=re.compile("免冠照片")).first).to_be_visible()

    reviewer.decides("退回补正")
    reviewer.sees("请先把需要修改的内容标为“需修改”，并选择原因。")
    reviewer.finds_fault("免冠照片", BLURRED)
    reviewer.page.get_by_label("给学员的说明").fill("请上传证件照原图。")
    reviewer.look("marked")
    reviewer.decides("退回补正")
    house.message(doctor.facts.phone, "退回了您的材料")

    doctor.comes_home()
    doctor.sees("已退回，需要补正")
    doctor.open("/me/progress/")
    doctor.sees(BLURRED)
    doctor.sees("请上传证件照原图。")
    doctor.open("/me/dossier/basics/")
    doctor.sees("退回补正期间只能修改被退回的内容。")
    doctor.open("/me/progress/")
    doctor.follow("修改免冠照片")
    doctor.stands_on("证明材料")
    doctor.uploads("免冠照片", portrait_jpeg(11))
    expect(doctor.card("免冠照片").get_by_text("检查中")).to_have_count(0)
    doctor.sees("已上传", within=doctor.card("免冠照片"))
    doctor.open("/me/progress/")
    doctor.follow("改好了，核对并重新提交")
    doctor.stands_on("核对并重新提交")
    number = doctor.submits("重新提交")

    reviewer.takes_up(name)
    reviewer.sees("第 2 次提交")
    reviewer.sees(re.compile("^上次退回"))
    reviewer.look("again")
    reviewer.decides("通过")
    house.message(doctor.facts.phone, "已通过您的报名审核")
    assert application(doctor.facts).state == states.APPROVED

    doctor.open("/me/")
    doctor.sees("审核通过")
    paper = doctor.prints_form()
    text, codes = words_on(paper), codes_on(paper)
    for words in (name, BASE_NAME, application(doctor.facts).number, *wish(doctor.facts)):
        assert words in text
    version = application(doctor.facts).version
    assert version is not None and version.receipt_number == number
    check = next(code for code in codes if code.startswith(house.url))
    reviewer.open(check.removeprefix(house.url))
    reviewer.stands_on(name)
    reviewer.sees("报名表有效")


def test_a_reviewer_works_with_keys(house: House, company: Company, arrive: Arrive) -> None:
    first, second = company.submitted(), company.submitted()
    reviewer = arrive(Reviewer, screen=DESK)
    reviewer.comes_to_work("yn001.review2")
    reviewer.takes_up(first.name)
    reviewer.page.keyboard.press("j")
    expect(reviewer.page.get_by_role("heading", level=1)).not_to_contain_text(first.name)
    reviewer.page.keyboard.press("k")
    expect(reviewer.page.get_by_role("heading", level=1)).to_contain_text(first.name)
    reviewer.page.keyboard.press("?")
    expect(reviewer.page.get_by_role("dialog", name="快捷键")).to_be_visible()
    reviewer.page.keyboard.press("?")
    reviewer.page.keyboard.press("1")
    house.message(first.phone, "已通过您的报名审核")
    assert application(first).state == states.APPROVED
    assert application(second).state == states.SUBMITTED
