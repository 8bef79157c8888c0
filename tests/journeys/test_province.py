"""The province decides on its desk what stops an upload, and the next upload is held to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company
from tests.journeys.reviewer import Employee
from tests.journeys.visitor import DESK, PHONE
from zhupei.world.drawn import portrait_jpeg
from zhupei.world.fiction.logins import STAFF_PASSWORD

pytestmark = pytest.mark.browser

PORTRAIT, CHECK = "免冠照片", "文件格式与大小"
SMALL = portrait_jpeg(5, width=380, height=484)


class Officer(Employee):
    """Of the province."""

    def decides(self, check: str, mode: str) -> None:
        self.page.get_by_role("radiogroup", name=check).get_by_label(mode).check()
        self.press("保存")
        self.sees(f"已保存：{check}改为{mode}。")


def test_the_province_lets_small_portraits_pass_for_a_while(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=PHONE)
    doctor.comes_to_the_documents()
    card = doctor.card(PORTRAIT)
    officer = arrive(Officer, screen=DESK)
    officer.open("/staff/login/")
    officer.enters("province.two", STAFF_PASSWORD)
    officer.stands_on("概况")
    officer.follow("照片和材料检查")
    officer.stands_on("照片和材料检查")
    officer.decides(CHECK, "只提示")
    officer.sees("通常拦截")
    officer.look("unusual")
    try:
        doctor.uploads(PORTRAIT, SMALL)
        doctor.sees("已上传", within=card)
        doctor.sees(re.compile("宽 380 像素，要求不少于 413"), within=card)
    finally:
        officer.decides(CHECK, "拦截")
    expect(officer.page.get_by_text("通常拦截")).to_have_count(0)
    doctor.uploads(PORTRAIT, SMALL)
    doctor.sees("未通过", within=card)
