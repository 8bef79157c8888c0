"""Nobody's words are lost with his session, and nobody else on the same browser gets to see them."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company
from tests.journeys.test_editing import contact
from tests.journeys.visitor import DESK, PHONE

pytestmark = pytest.mark.browser
BASICS, TYPED = "/me/dossier/basics/", "滇池路 88 号"
FIELD = "现住址详细地址"


def test_a_session_that_ends_while_somebody_types_loses_nothing(company: Company, arrive: Arrive) -> None:
    doctor = types(arrive(Applicant, company.complete(), screen=PHONE))
    Session.objects.filter(session_key=key(doctor)).delete()
    doctor.fill(FIELD, TYPED)
    doctor.sees(re.compile("^未保存：登录已结束"))
    doctor.inspect("ended")
    doctor.follow("重新登录")
    doctor.enters_password()
    doctor.stands_on("个人信息")
    expect(doctor.field(FIELD)).to_have_value(TYPED)
    doctor.sees("已填回您上次填写、还没有保存的内容")
    doctor.inspect("back")
    doctor.saves()
    assert contact(doctor) == TYPED
    doctor.open(BASICS)
    doctor.does_not_see("已填回")


def test_the_button_brings_the_words_back_too(company: Company, arrive: Arrive) -> None:
    doctor = types(arrive(Applicant, company.complete(), screen=DESK))
    Session.objects.filter(session_key=key(doctor)).delete()
    doctor.field(FIELD).evaluate("(field, words) => { field.value = words; field.form.requestSubmit() }", TYPED)
    doctor.stands_on("登录已结束，内容还没有保存")
    doctor.sees(TYPED)
    doctor.inspect("kept")


def test_a_login_in_another_window_is_not_noticed_by_who_types(company: Company, arrive: Arrive) -> None:
    doctor = types(arrive(Applicant, company.complete(), screen=DESK))
    logs_in_again(doctor)
    doctor.fill(FIELD, TYPED)
    doctor.sees(re.compile(r"^已保存 \d\d:\d\d:\d\d"))
    assert contact(doctor) == TYPED


def test_without_a_script_one_press_saves_after_a_login_in_another_window(company: Company, arrive: Arrive) -> None:
    doctor = types(arrive(Applicant, company.complete(), screen=PHONE, script=False))
    logs_in_again(doctor)
    doctor.fill(FIELD, TYPED)
    doctor.press("保存")
    doctor.stands_on("请再确认一次")
    doctor.sees(TYPED)
    doctor.inspect("confirm")
    doctor.press("确认并继续")
    doctor.sees(re.compile(r"^已保存"))
    assert contact(doctor) == TYPED


def test_logging_out_clears_what_was_typed_and_the_next_person_sees_nothing(company: Company, arrive: Arrive) -> None:
    doctor = types(arrive(Applicant, company.complete(), screen=DESK))
    doctor.page.route(
        "**/basics/", lambda route: route.fulfill(status=429) if route.request.method == "POST" else route.continue_()
    )
    doctor.fill(FIELD, TYPED)
    doctor.sees("网络不通")
    assert TYPED in words_kept(doctor)
    Session.objects.filter(session_key=key(doctor)).delete()

    doctor.page.once("dialog", lambda dialog: dialog.accept())
    doctor.facts, before = company.complete(), doctor.facts
    doctor.logs_in(f"/login/?next={BASICS}")
    doctor.stands_on("个人信息")
    assert TYPED not in doctor.page.content() and TYPED not in words_kept(doctor)
    assert doctor.field(FIELD).input_value() != TYPED

    doctor.fill(FIELD, TYPED)
    assert TYPED in words_kept(doctor)
    doctor.page.once("dialog", lambda dialog: dialog.accept())
    logs_out(doctor)
    assert words_kept(doctor) == "[]"
    assert before != doctor.facts


def test_back_shows_nothing_private_after_logging_out(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.submitted(), screen=DESK)
    doctor.comes_home()
    pages = ["/me/", "/me/choices/", BASICS, "/me/progress/", "/me/notices/", "/me/account/", "/me/dossier/documents/"]
    for page in pages:
        doctor.page.goto(page)
    logs_out(doctor)
    for _ in pages:
        doctor.page.go_back()
        expect(doctor.page.locator("body")).not_to_contain_text(doctor.facts.name)
        expect(doctor.page).to_have_url(re.compile("/login/|/$"))


def types(doctor: Applicant) -> Applicant:
    """Logged in, in front of the form."""
    doctor.comes_home()
    doctor.open(BASICS)
    return doctor


def key(doctor: Applicant) -> str:
    return next(each["value"] for each in doctor.context.cookies() if each["name"] == "zhupei_session")


def logs_in_again(doctor: Applicant) -> None:
    """In another window of the same browser, because the session is over; the first window does not know."""
    Session.objects.filter(session_key=key(doctor)).delete()
    with doctor.second_window("/login/"):
        doctor.enters_password()
        expect(doctor.page).to_have_url(re.compile("/me/$"))


def logs_out(doctor: Applicant) -> None:
    doctor.page.locator("header summary").filter(visible=True).first.click()
    doctor.press("退出登录")
    doctor.sees("您已退出登录。")


def words_kept(doctor: Applicant) -> str:
    mine = "Object.keys(sessionStorage).filter(name => name.startsWith('zhupei-kept'))"
    return str(doctor.page.evaluate(f"JSON.stringify({mine}.map(name => sessionStorage[name]))"))
