"""服从调剂: whoever changes his mind is submitted with what he said last, whichever control leads on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company, application
from tests.journeys.visitor import DESK, PHONE

pytestmark = pytest.mark.browser
YES, NO = "服从调剂", "不服从调剂"


def test_on_a_phone_the_receipt_says_what_was_answered_last(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.ready(), screen=PHONE)
    doctor.comes_home()
    changes_his_mind(doctor, YES, NO)
    doctor.checks()
    expect(fact(doctor)).to_have_text("不服从")
    doctor.submits()
    expect(fact(doctor)).to_have_text("不服从")
    doctor.inspect("receipt")


def test_without_a_script_the_receipt_says_what_was_answered_last(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.ready(), screen=PHONE, script=False)
    doctor.comes_home()
    changes_his_mind(doctor, NO, YES)
    doctor.checks()
    doctor.submits()
    expect(fact(doctor)).to_have_text("服从")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_every_way_on_saves_the_answer(company: Company, arrive: Arrive, screen: dict[str, object]) -> None:
    doctor = arrive(Applicant, company.ready(), screen=screen)
    doctor.comes_home()
    answer = NO
    for go in ways(doctor):
        doctor.open("/me/choices/")
        answer = YES if answer == NO else NO
        doctor.answer("服从调剂", answer)
        with doctor.page.expect_navigation():
            go()
        assert application(doctor.facts).accepts_adjustment is (answer == YES)


def test_the_answer_is_saved_by_itself_and_a_quick_button_waits_for_it(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.ready(), screen=DESK)
    doctor.comes_home()
    doctor.open("/me/choices/")
    first = YES if application(doctor.facts).accepts_adjustment is False else NO
    doctor.answer("服从调剂", first)
    doctor.sees("已保存")
    assert application(doctor.facts).accepts_adjustment is (first == YES)

    second = NO if first == YES else YES
    held = []
    doctor.page.route("**/me/choices/", lambda route: held.append(route), times=1)
    doctor.answer("服从调剂", second)
    doctor.sees("正在保存")
    before = doctor.choices().count()
    doctor.page.get_by_role("button", name=re.compile("^移除")).first.click()
    with doctor.page.expect_navigation():
        held[0].continue_()
    doctor.does_not_see(re.compile("没有保存"))
    draft = application(doctor.facts)
    assert (draft.accepts_adjustment, draft.choices.count()) == (second == YES, before - 1)


def changes_his_mind(doctor: Applicant, first: str, second: str) -> None:
    doctor.open("/me/choices/")
    doctor.answer("服从调剂", first)
    doctor.press("保存")
    doctor.sees("已保存")
    doctor.inspect("saved")
    doctor.answer("服从调剂", second)


def ways(doctor: Applicant) -> list[Callable[[], None]]:
    """Everything on the page that leads on, and the Enter key."""
    page = doctor.page
    return [
        lambda: doctor.press("核对并提交"),
        lambda: doctor.press("更换基地"),
        lambda: page.get_by_role("navigation", name="报名类别").get_by_role("button").nth(1).click(),
        lambda: page.get_by_role("button", name=re.compile("^移除")).first.click(),
        lambda: doctor.group("服从调剂").get_by_role("radio").first.press("Enter"),
    ]


def fact(doctor: Applicant) -> object:
    """What the page states about 服从调剂."""
    return doctor.page.locator("dt", has_text="服从调剂").locator("+ dd")
