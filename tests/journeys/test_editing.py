"""Filling in at length: two windows, a session that ends."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company
from tests.journeys.visitor import DESK, PHONE
from zhupei.accounts.rules import APPLICANT_SESSION
from zhupei.dossiers.models import Dossier

pytestmark = pytest.mark.browser
LONG_AGO = APPLICANT_SESSION.idle + 60


def test_somebody_edits_in_two_windows_and_loses_nothing(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.complete(), screen=DESK)
    doctor.comes_home()
    doctor.open("/me/dossier/basics/")
    with doctor.second_window("/me/dossier/basics/"):
        doctor.fill("现住址详细地址", "人民西路 7 号")
        doctor.sees(re.compile(r"^已保存 \d\d:\d\d:\d\d"))

    doctor.fill("现住址详细地址", "滇池路 88 号")
    doctor.sees("另一个窗口")
    assert contact(doctor) == "人民西路 7 号"
    doctor.press("保存")
    doctor.sees("没有保存")
    doctor.inspect("conflict")
    table = doctor.page.get_by_role("region", name="两边不同的内容")
    expect(table).to_contain_text("人民西路 7 号")
    expect(table).to_contain_text("滇池路 88 号")
    assert contact(doctor) == "人民西路 7 号"
    doctor.saves()
    assert contact(doctor) == "滇池路 88 号"


def test_somebody_who_was_away_too_long_logs_in_and_is_back(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=PHONE)
    doctor.comes_home()
    doctor.open("/me/dossier/licence/")
    let_sessions_grow_old()
    doctor.page.reload()
    doctor.stands_on(re.compile("^登录"))
    doctor.sees("已自动退出：太久没有操作。")
    doctor.enters_password()
    doctor.stands_on("执业资格信息")
    expect(doctor.page).to_have_url(re.compile("/me/dossier/licence/$"))


def test_somebody_is_warned_before_the_session_ends(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=PHONE)
    doctor.page.clock.install()
    doctor.comes_home()
    doctor.page.clock.fast_forward("28:30")
    doctor.sees("即将自动退出")
    doctor.inspect("warned")
    doctor.press("继续使用")
    doctor.does_not_see("即将自动退出")
    let_sessions_grow_old()
    doctor.page.clock.fast_forward("28:30")
    doctor.press("继续使用")
    doctor.sees("登录已结束")
    doctor.follow("重新登录")
    doctor.enters_password()
    expect(doctor.page).to_have_url(re.compile("/me/$"))


def test_somebody_goes_back_to_a_page_with_a_fault(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=DESK)
    doctor.comes_home()
    doctor.open("/me/dossier/basics/")
    doctor.fill("电子邮箱", "hzy@")
    doctor.press("保存")
    doctor.sees("有内容需要修改")
    doctor.follow("个人信息总览")
    doctor.page.go_back()
    doctor.stands_on("个人信息")
    expect(doctor.field("电子邮箱")).to_be_visible()


def contact(doctor: Applicant) -> str:
    """The stored address."""
    return Dossier.objects.get(person__phone_index=doctor.phone_index).contact_detail.plain()


def let_sessions_grow_old() -> None:
    """As if nobody had touched a key for half an hour."""
    for row in Session.objects.all():
        data = row.get_decoded()
        if "seen" in data:
            row.session_data = Session.objects.encode({**data, "seen": data["seen"] - LONG_AGO})
            row.save()
