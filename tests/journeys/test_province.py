"""The province at its desk: what stops an upload, two officers who extend registration, a setting in the trail."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.officers import Officer
from tests.journeys.people import Company
from tests.journeys.reviewer import Employee
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import DESK, PHONE, Visitor
from zhupei.cycles.models import Stage
from zhupei.pure.dates import moment
from zhupei.world.drawn import portrait_jpeg
from zhupei.world.fiction.logins import STAFF_PASSWORD

pytestmark = pytest.mark.browser

PORTRAIT, CHECK = "免冠照片", "文件格式与大小"
SMALL = portrait_jpeg(5, width=380, height=484)
NOTE = "因昭通、曲靖部分县区强降雨断网断电，报名截止时间延长。"
LIMIT = "提交次数上限"


def test_the_province_lets_small_portraits_pass_for_a_while(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.registered(), screen=PHONE)
    doctor.comes_to_the_documents()
    card = doctor.card(PORTRAIT)
    officer = arrive(Officer, screen=DESK)
    officer.comes_to_work("province.two")
    officer.opens_setting("照片和材料检查")
    officer.decides(CHECK, "只提示")
    officer.sees("通常拦截")
    officer.inspect("unusual")
    try:
        doctor.uploads(PORTRAIT, SMALL)
        doctor.sees("已上传", within=card)
        doctor.sees(re.compile("宽 380 像素，要求不少于 413"), within=card)
    finally:
        officer.decides(CHECK, "拦截")
    expect(officer.page.get_by_text("通常拦截")).to_have_count(0)
    doctor.uploads(PORTRAIT, SMALL)
    doctor.sees("未通过", within=card)


def test_two_officers_extend_registration_by_two_days(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    waiting = company.registered()
    stage = Stage.objects.get(round__number=1, kind="registration")
    later = moment(stage.closes + timedelta(days=2), stage.closes.date())

    # One proposes; confirm he cannot, and nothing has moved.
    first = arrive(Officer, screen=DESK)
    first.comes_to_work("province.one")
    first.proposes_to_extend("两市卫生健康委来函", NOTE)
    first.sees("提出的人不能确认自己提出的事")
    expect(first.page.get_by_role("button", name="确认，立即执行")).to_have_count(0)
    assert Stage.objects.get(pk=stage.pk).closes == stage.closes

    # The other one reads it, but meanwhile another date is no more what both have seen.
    second = arrive(Officer, screen=DESK)
    second.comes_to_work("province.two")
    second.opens_motion("延长报名时间")
    exam = Stage.objects.get(round__number=1, kind="exam")
    Stage.objects.filter(pk=exam.pk).update(closes=exam.closes + timedelta(hours=1))
    second.signs()
    second.sees("提出之后情况有变化")
    assert Stage.objects.get(pk=stage.pk).closes == stage.closes
    Stage.objects.filter(pk=exam.pk).update(closes=exam.closes)

    # Proposed again, read and signed.
    first.proposes_to_extend("两市卫生健康委来函，日程已核对", NOTE)
    second.opens_motion("延长报名时间")
    second.sees("+2 天")
    second.inspect("four eyes")
    second.signs()
    second.sees("已复签，报名时间已延长")
    second.follow("日程")
    second.sees("改动记录")
    second.inspect("extended")

    # Everybody reads it at once; whoever has not submitted is told.
    stranger = arrive(Visitor, screen=PHONE)
    stranger.open("/")
    stranger.follow(re.compile("^关于延长"))
    stranger.sees(NOTE)
    assert later in system.message(waiting.phone, "网上报名截止时间已延长")
    doctor = arrive(Applicant, waiting, screen=PHONE)
    doctor.comes_home()
    doctor.open("/me/notices/")
    doctor.sees("网上报名截止时间已延长")


def test_a_setting_is_changed_by_two_and_found_in_the_trail_with_old_and_new(arrive: Arrive) -> None:
    first = arrive(Officer, screen=DESK)
    first.comes_to_work("province.one")
    first.opens_setting("志愿、提交与补正")
    first.fill(LIMIT, "0")
    first.fill("理由", "按省里会议决定")
    first.press("提出，等另一位复签")
    first.sees(f"{LIMIT}应为 1 至 99 的整数")
    first.fill(LIMIT, "60")
    first.press("提出，等另一位复签")
    first.sees("复签之前设置不变")

    second = arrive(Officer, screen=DESK)
    second.comes_to_work("province.two")
    second.opens_motion("更改设置：志愿、提交与补正")
    second.sees("不限 → 60 次")
    second.signs()
    second.sees("已复签，设置已更改")
    second.open("/province/changes/")
    second.sees(f"{LIMIT}：不限 → 60 次")
    second.open("/province/settings/differences/")

    auditor = arrive(Employee, screen=DESK)
    auditor.open("/staff/login/")
    auditor.enters("audit", STAFF_PASSWORD)
    auditor.open("/oversight/trail/?words=更改设置")
    auditor.sees(re.compile(f"{LIMIT}.*不限.*60 次"))
