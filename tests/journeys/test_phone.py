"""更换手机号码: two codes and the password; both numbers are told, and later codes go to the new one."""

import pytest

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.people import Company
from tests.journeys.running_system import RunningSystem, Telephone
from tests.journeys.test_safety import WRONG, other_than, person
from tests.journeys.visitor import DESK, PHONE
from zhupei.world.fiction import generate
from zhupei.world.fiction.logins import APPLICANT_PASSWORD

pytestmark = pytest.mark.browser


def test_codes_and_notices_follow_the_owner_to_the_new_number(
    system: RunningSystem, company: Company, arrive: Arrive
) -> None:
    owner = arrive(Applicant, company.submitted(), screen=PHONE)
    old, new = owner.telephone, Telephone(system, generate.mobile(99_000_011))
    owner.comes_home()
    owner.open("/me/account/")
    owner.follow("更换手机号码")
    owner.stands_on("更换手机号码")
    asks_for_codes(owner, new)
    owner.fill("原号码收到的验证码", old.code())
    owner.fill("新号码收到的验证码", new.code())
    owner.fill("登录密码", APPLICANT_PASSWORD)
    owner.press("更换")
    owner.stands_on("账号与安全")
    owner.sees("手机号码已更换，今后的验证码和通知发到新号码。")
    owner.sees(person(owner).phone.masked())
    owner.inspect("moved")
    assert person(owner).phone.plain() == new.number
    system.message(old.number, "您的账号换了另一个手机号，这里不再接收通知")
    system.message(new.number, "您的账号换成了这个手机号")

    told = len(system.messages(old.number))
    system.pass_time(seconds=61)
    owner.telephone = new
    owner.open("/me/withdrawal/")
    code = owner.asks_for_code()
    owner.fill("短信验证码", code)
    owner.press("取消报名", within=owner.page.get_by_role("main"))
    owner.sees("已取消报名，当前为未提交状态。")
    assert len(system.messages(old.number)) == told


def test_the_password_without_the_codes_moves_nothing(system: RunningSystem, company: Company, arrive: Arrive) -> None:
    facts = company.registered()
    thief = arrive(Applicant, facts, screen=DESK)
    own = Telephone(system, generate.mobile(99_000_012))
    thief.comes_home()
    thief.open("/me/account/phone/")
    asks_for_codes(thief, own)
    thief.fill("新号码收到的验证码", own.code())
    thief.fill("登录密码", APPLICANT_PASSWORD)
    thief.press("更换")
    thief.sees("请填写原号码收到的验证码")
    thief.inspect("no code")

    for guess in (other_than(thief.telephone.code()), own.number[:6]):
        thief.fill("原号码收到的验证码", guess)
        thief.fill("登录密码", APPLICANT_PASSWORD)
        with thief.page.expect_navigation():
            thief.press("更换")
        thief.sees(WRONG)
        assert person(thief).phone.plain() == facts.phone
    assert "用于把账号换到另一个手机号" in system.messages(facts.phone)[-2] + system.messages(facts.phone)[-1]
    assert not any("您的账号换成了这个手机号" in text for text in system.messages(own.number))

    owner = arrive(Applicant, facts, screen=PHONE)
    owner.comes_home()
    owner.open("/me/account/")
    owner.sees(person(owner).phone.masked())


def asks_for_codes(visitor: Applicant, new: Telephone) -> None:
    visitor.fill("新手机号码", new.number)
    visitor.press("获取手机验证码")
    visitor.sees("两条验证码已发送至")
    visitor.inspect("two codes")
