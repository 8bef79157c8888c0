"""Somebody has registered another person's number. The owner gets it back from two of the support desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company, application
from tests.journeys.reviewer import Employee, Reviewer, next_digits
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import DESK, PHONE
from zhupei.accounts.models import User
from zhupei.kernel import clock
from zhupei.reports import invariants
from zhupei.world.fiction.logins import STAFF_PASSWORD

pytestmark = pytest.mark.browser
OWN_PASSWORD = "Luguhu-8cranes"


class Clerk(Employee):
    """One of the support desk."""

    def comes_to_work(self, login_name: str) -> None:
        self.login_name = login_name
        self.open("/staff/login/")
        self.enters(login_name, STAFF_PASSWORD)
        self.stands_on(re.compile("等待确认"))

    def finds(self, number: str, name: str) -> None:
        self.fill("证件号码、手机号、报名号或姓名", number)
        self.press("查找")
        self.sees("找到 1 个账号")
        self.inspect("found")
        self.does_not_see(number)
        self.follow(name)
        self.stands_on(name)

    def proposes_to_release(self, name: str, owner: str) -> None:
        self.page.get_by_role("link", name="提出收回证件号").click()
        self.stands_on(f"收回证件号：{name}")
        self.press("提出，等同事确认")
        self.sees("请勾选核验过的证件，至少一种")
        self.inspect("faults")
        self.tick("身份证原件")
        self.tick("户口簿原件")
        self.answer("怎样核验的", "当面核验")
        self.fill("本人的手机号", owner)
        self.fill("情况说明", "本人持身份证和户口簿到场，人证一致；账号不是本人注册的。")
        self.press("提出，等同事确认")
        self.sees("已提出“收回证件号”")

    def signs(self) -> None:
        self.fill("验证器里的 6 位数字", next_digits(User.objects.get(login_name=self.login_name)))
        self.press("确认，立即执行")


def test_a_number_taken_by_a_stranger_is_given_back(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    owner_facts, stranger_facts = company.taken()
    number, name = owner_facts.document_number, owner_facts.name
    taken = application(stranger_facts)
    assert taken.version is not None
    file = taken.version.documents.all()[0].document_id

    # The stranger is logged in, and his submission waits at the base.
    stranger = arrive(Applicant, stranger_facts, screen=PHONE)
    stranger.comes_home()
    stranger.sees("已提交，待审核")
    reviewer = arrive(Reviewer, screen=DESK)
    reviewer.comes_to_work("yn001.review")
    reviewer.sees(name)

    # The owner registers, cannot log in, and reads what to do.
    owner = arrive(Applicant, owner_facts, screen=PHONE)
    owner.registers(OWN_PASSWORD)
    assert "账号找回" in system.message(owner_facts.phone, "已通过注册验证")
    system.message(stranger_facts.phone, "有人用您的证件号注册账号")
    owner.logs_in(password=OWN_PASSWORD)
    owner.sees("证件号或密码不正确")
    owner.follow("账号找回", within=owner.page.get_by_role("main"))
    owner.stands_on("账号找回")
    owner.sees("证件号被别人注册了")
    owner.sees("0871-60001234")

    # One of the support desk has seen the documents and proposes; confirm he cannot, and nothing has happened yet.
    first = arrive(Clerk, screen=DESK)
    first.comes_to_work("support.one")
    first.finds(number, name)
    first.proposes_to_release(name, owner_facts.phone)
    first.sees("提出的人不能确认自己提出的事")
    expect(first.page.get_by_role("button", name="确认，立即执行")).to_have_count(0)
    stranger.open("/me/")
    stranger.sees("已提交，待审核")

    # The other one reads the same, and signs.
    second = arrive(Clerk, screen=DESK)
    second.comes_to_work("support.two")
    second.sees("有 1 件事等待确认")
    second.follow("收回证件号")
    second.stands_on(f"收回证件号：{name}")
    second.sees("身份证原件、户口簿原件")
    second.fill("验证器里的 6 位数字", "000000")
    second.press("确认，立即执行")
    second.sees("动态验证码不对")
    second.signs()
    second.sees("“收回证件号”已执行")
    second.inspect("done")

    # The stranger is out at the next click and stays out; both telephones know.
    stranger.open("/me/")
    stranger.stands_on("登录")
    stranger.logs_in()
    stranger.sees("证件号或密码不正确")
    assert "账号已关闭" in system.message(stranger_facts.phone, "证件号码已收回")
    assert "重新注册" in system.message(owner_facts.phone, "证件号码已收回")

    # His application has left the base, which is told why and gets no file any more.
    reviewer.open("/base/")
    reviewer.does_not_see(name)
    reviewer.open(f"/base/{taken.base_id}/applications/{taken.pk}/")
    reviewer.sees("这份报名已作废")
    answer = reviewer.page.request.get(f"/base/{taken.base_id}/applications/{taken.pk}/documents/{file}/")
    assert answer.status == 404

    # The owner registers, logs in, and submits an application of his own.
    system.pass_time(minutes=2)
    owner.registers(OWN_PASSWORD)
    owner.logs_in(password=OWN_PASSWORD)
    owner.stands_on(re.compile("^还差"))
    company.prepares(owner_facts, clock.now())
    owner.open("/me/choices/")
    owner.checks()
    owner.submits()
    reviewer.open("/base/")
    reviewer.sees(name)
    assert invariants.findings({1, 3, 4, 9, 14, 16, 17}) == []
