"""From 账号注册 to the receipt."""

import re

import pytest

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import BASE_NAME, Company, application, employed, wish
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import DESK, PHONE
from zhupei.applications import states

pytestmark = pytest.mark.browser


def test_a_young_doctor_applies_on_a_phone(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.newcomer(lambda facts: len(wish(facts)) == 3), screen=PHONE)
    doctor.open("/")
    doctor.follow("进入西医类报名")
    doctor.stands_on(re.compile("^登录"))
    doctor.registers()
    doctor.comes_home()
    doctor.sees("尚未提交")
    doctor.fills_in_everything()
    doctor.open("/me/")
    doctor.stands_on("个人信息已完善，可以填报志愿")

    first, second, third = wish(doctor.facts)
    doctor.chooses(BASE_NAME, third, first, second)
    doctor.press(f"{third}下移")
    doctor.stands_in_order(first, third, second)
    doctor.press(f"{second}上移")
    doctor.stands_in_order(first, second, third)
    doctor.answer("服从调剂", "服从调剂")
    doctor.checks()
    for words in (doctor.facts.name, BASE_NAME, first, doctor.facts.registered.detail):
        doctor.sees(words)
    number = doctor.submits()

    doctor.sees(BASE_NAME)
    doctor.open("/me/")
    doctor.stands_on("已提交，待审核")
    doctor.open("/me/progress/")
    doctor.sees(number)
    system.message(doctor.facts.phone, f"回执号 {number}")


def test_a_hospital_doctor_applies_at_a_desk(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.newcomer(employed), screen=DESK)
    doctor.registers()
    doctor.comes_home()
    doctor.fills_in_everything()
    doctor.chooses(BASE_NAME, *wish(doctor.facts))
    doctor.answer("服从调剂", "不服从调剂")
    doctor.checks()
    doctor.sees(doctor.facts.employer)
    doctor.submits()
    doctor.sees("不服从")


def test_somebody_withdraws_changes_the_choice_and_submits_again(
    system: RunningSystem, company: Company, arrive: Arrive
) -> None:
    doctor = arrive(Applicant, company.submitted(), screen=PHONE)
    first = application(doctor.facts).version
    doctor.comes_home()
    doctor.open("/me/progress/")
    doctor.follow("取消报名")
    doctor.stands_on("取消报名")
    doctor.fill("短信验证码", doctor.asks_for_code())
    doctor.press("取消报名", within=doctor.page.get_by_role("main"))
    doctor.sees("已取消报名，当前为未提交状态")
    doctor.sees("尚未提交")
    assert application(doctor.facts).state == states.DRAFT
    system.message(doctor.facts.phone, "取消了本轮报名")

    system.pass_time(seconds=61)
    doctor.open("/me/choices/")
    doctor.answer("服从调剂", "不服从调剂" if doctor.facts.accepts_adjustment else "服从调剂")
    doctor.checks()
    number = doctor.submits()
    doctor.sees("第 2 次提交")
    again = application(doctor.facts)
    assert first is not None and again.version is not None
    assert (again.version.receipt_number, again.version.ordinal) == (number, 2)
    assert again.version.accepts_adjustment != first.accepts_adjustment
