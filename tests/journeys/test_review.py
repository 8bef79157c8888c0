"""The base reviews, the applicant corrects, the form is printed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import BASE_NAME, Company, application, wish
from tests.journeys.printed_form import codes_on, words_on
from tests.journeys.reviewer import READING, Reviewer
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import DESK, PHONE
from zhupei.applications import states
from zhupei.applications.models import OnSiteCheck
from zhupei.world.drawn import portrait_jpeg

pytestmark = pytest.mark.browser
BLURRED = "模糊"


def test_returned_corrected_approved_and_printed(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.submitted(), screen=PHONE)
    name = doctor.facts.name
    reviewer = arrive(Reviewer, screen=DESK)
    reviewer.comes_to_work("yn001.review")
    reviewer.takes_up(name)
    for words in wish(doctor.facts):
        reviewer.sees(words)
    expect(reviewer.page.get_by_role("img", name=re.compile("免冠照片")).first).to_be_visible()

    reviewer.chooses("退回补正")
    reviewer.sees("退回补正需至少把一项标为“需修改”，并选择原因。")
    reviewer.item("免冠照片").get_by_text("需修改", exact=True).click()
    reviewer.chooses("退回补正")
    reviewer.sees("请写明“免冠照片”的退回原因。")
    reviewer.inspect("unexplained")
    expect(reviewer.question).to_be_hidden()
    reviewer.finds_fault("免冠照片", BLURRED)
    reviewer.page.get_by_label("给学员的说明").fill("请上传证件照原图。")
    reviewer.inspect("marked")
    reviewer.decides("退回补正")
    system.message(doctor.facts.phone, "退回了您的材料")

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

    reviewer.open("/base/")
    reviewer.sees("第 2 次提交", within=reviewer.page.get_by_role("row").filter(has_text=name))
    reviewer.inspect("queue with marks")
    reviewer.takes_up(name)
    reviewer.sees("第 2 次提交")
    reviewer.sees(re.compile("^上次退回"))
    reviewer.inspect("again")
    reviewer.decides("通过")
    system.message(doctor.facts.phone, "已通过您的报名审核")
    assert application(doctor.facts).state == states.APPROVED

    doctor.open("/me/")
    doctor.sees("审核通过")
    paper = doctor.prints_form()
    text, codes = words_on(paper), codes_on(paper)
    for words in (name, BASE_NAME, application(doctor.facts).number, *wish(doctor.facts)):
        assert words in text
    version = application(doctor.facts).version
    assert version is not None and version.receipt_number == number
    check = next(code for code in codes if code.startswith(system.url))
    reviewer.open(check.removeprefix(system.url))
    reviewer.follow("到基地工作台核验")
    reviewer.stands_on(name)
    reviewer.sees("报名表有效")


def test_a_reviewer_works_with_keys(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    first, second = company.submitted(), company.submitted()
    reviewer = arrive(Reviewer, screen=DESK)
    reviewer.comes_to_work("yn001.review2")
    reviewer.takes_up(first.name)
    reviewer.page.keyboard.press("j")
    expect(reviewer.page.get_by_role("heading", level=1)).not_to_contain_text(first.name)
    reviewer.page.wait_for_load_state()
    reviewer.page.keyboard.press("k")
    expect(reviewer.page.get_by_role("heading", level=1)).to_contain_text(first.name)
    reviewer.page.wait_for_load_state()
    reviewer.page.keyboard.press("?")
    expect(reviewer.page.get_by_role("dialog", name="快捷键")).to_be_visible()
    reviewer.page.keyboard.press("?")
    reviewer.page.wait_for_timeout(READING)
    reviewer.page.keyboard.press("1")
    reviewer.is_asked(f"通过{first.name}的报名？")
    reviewer.confirms()
    system.message(first.phone, "已通过您的报名审核")
    assert application(first).state == states.APPROVED
    assert application(second).state == states.SUBMITTED


def test_a_key_alone_decides_nothing(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    """Neither a scanner that types into the page nor a slip of the finger: only the answer to the question does."""
    doctor = company.submitted()
    number = application(doctor).number
    reviewer = arrive(Reviewer, screen=DESK)
    reviewer.comes_to_work("yn001.admin")
    reviewer.takes_up(doctor.name)
    page = reviewer.page
    here = page.url
    for code in (f"{number}-1.IH5XTCT5F723", f"{number}-1.IH5XTCT5F721", "1"):
        reviewer.scans(code)
        page.wait_for_timeout(READING)
        expect(reviewer.question).to_be_hidden()
    page.keyboard.type(f"{number}-1.IH5XTCT5F721\n", delay=70)
    page.wait_for_timeout(READING)
    assert page.url == here

    reviewer.takes_up(doctor.name)
    page.keyboard.press("1")
    reviewer.is_asked(f"通过{doctor.name}的报名？")
    expect(reviewer.question).to_contain_text(re.compile(r"还有 \d+ 项没有标记是否合格"))
    page.wait_for_timeout(READING)
    page.keyboard.press("Escape")
    expect(reviewer.question).to_be_hidden()
    page.keyboard.press("1")
    reviewer.is_asked("通过")
    reviewer.item("免冠照片").get_by_text("需修改", exact=True).click()
    expect(reviewer.question).to_be_hidden()
    page.keyboard.press("1")
    reviewer.sees("您已把 1 项标为“需修改”，不能通过。")
    expect(reviewer.question).to_be_hidden()
    assert application(doctor).state == states.SUBMITTED

    reviewer.item("免冠照片").get_by_text("合格", exact=True).click()
    page.keyboard.press("1")
    reviewer.is_asked("通过")
    with page.expect_navigation():
        reviewer.confirms()
    system.message(doctor.phone, "已通过您的报名审核")
    assert application(doctor).state == states.APPROVED

    version = application(doctor).version
    assert version is not None
    reviewer.open(f"/base/{version.application.base_id}/on-site/{version.pk}/")
    reviewer.scans(f"{number}-1.IH5XTCT5F721")
    page.wait_for_timeout(READING)
    page.keyboard.press("1")
    expect(reviewer.question).to_contain_text(f"{doctor.name}现场审核通过？")
    assert not OnSiteCheck.objects.filter(version=version).exists()
    reviewer.confirms()
    reviewer.is_told(f"现场审核通过：{doctor.name}")
    assert OnSiteCheck.objects.get(version=version).passed
