"""The province invites a reviewer; she proves the telephone, chooses password and authenticator, and works."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.house import House
from tests.journeys.invited import PASSWORD, Colleague, Invited
from tests.journeys.people import BASE, BASE_NAME, Company, application
from tests.journeys.reviewer import Employee, SecurityAdministrator
from tests.journeys.visitor import DESK, PHONE
from zhupei.accounts import rules
from zhupei.world.fiction import generate
from zhupei.world.fiction.logins import STAFF_PASSWORD
from zhupei.world.fiction.province import bases

pytestmark = pytest.mark.browser
NAME, LOGIN_NAME = "李秋雁", "liqiuyan"
OTHER = next(base for base in bases() if base.code == "YN002")
GONE = "邀请链接不能再用"


def test_an_invited_reviewer_sees_her_base_and_no_other(house: House, company: Company, arrive: Arrive) -> None:
    own, foreign = company.submitted(), company.submitted(base=OTHER.code)
    her = Colleague(NAME, LOGIN_NAME, generate.mobile(99_000_002))
    link = invited(house, arrive, her)

    reviewer = arrive(Invited, her, screen=PHONE)
    reviewer.proves_the_telephone(link)
    reviewer.fill("手机验证码", reviewer.telephone.code())
    reviewer.chooses_password()
    reviewer.fill("动态验证码", "000000")
    reviewer.press("启用账号")
    reviewer.sees("验证码不对")
    reviewer.look("wrong digits")
    reviewer.fill("动态验证码", reviewer.reads_the_qr_code())
    reviewer.press("启用账号")
    reviewer.sees(re.compile("^账号已启用，请登录。"))
    reviewer.logs_in()
    reviewer.stands_on("您的角色等待安全管理员确认")
    reviewer.does_not_see(own.name)

    security = arrive(SecurityAdministrator, screen=DESK)
    security.open("/staff/login/")
    security.enters("security", STAFF_PASSWORD)
    security.confirms_role_of(NAME)
    house.message(her.phone, "您的角色已确认")
    reviewer.open("/staff/waiting/")
    reviewer.stands_on("资格审核")

    reviewer.sees(BASE_NAME)
    reviewer.sees(own.name)
    reviewer.does_not_see(foreign.name)
    reviewer.follow(own.name)
    reviewer.stands_on(re.compile(f"^{own.name}"))
    hers, other = application(own), application(foreign)
    for path in (
        f"/base/{other.base_id}/",
        f"/base/{other.base_id}/applications/{other.pk}/",
        f"/base/{hers.base_id}/applications/{other.pk}/",
        f"/base/{hers.base_id}/members/",
        "/province/",
        "/oversight/",
    ):
        answer = reviewer.open(path)
        assert answer is not None and answer.status == 404, path
        reviewer.does_not_see(foreign.name)

    stranger = arrive(Invited, her, screen=PHONE)
    stranger.open(link)
    stranger.stands_on(GONE)


def test_a_link_alone_opens_nothing_and_dies_after_a_week(house: House, arrive: Arrive) -> None:
    owner = Colleague(NAME, "second.one", generate.mobile(99_000_003))
    link = invited(house, arrive, owner)
    thief = arrive(Invited, owner, screen=DESK)
    thief.proves_the_telephone(link)
    thief.fill("手机验证码", f"{(int(thief.telephone.code()) + 1) % 1_000_000:06d}")
    thief.fill("设置密码", PASSWORD)
    thief.fill("再输一次密码", PASSWORD)
    thief.press("下一步")
    thief.sees("验证码不对，请以最近一条短信为准")
    thief.open(f"{link}code/")
    thief.stands_on(f"{NAME}，您好")

    house.pass_time(seconds=(rules.INVITATION_LIFE + timedelta(seconds=1)).total_seconds())
    thief.open(link)
    thief.stands_on(GONE)
    thief.sees("请联系邀请人重新邀请")


def invited(house: House, arrive: Arrive, colleague: Colleague) -> str:
    """The province invites her as a reviewer of the base; the address that it hands over to her."""
    officer = arrive(Employee, screen=DESK)
    officer.open("/staff/login/")
    officer.enters("province.one" if colleague.login_name == LOGIN_NAME else "province.two", STAFF_PASSWORD)
    officer.stands_on("概况")
    officer.follow("基地工作人员")
    officer.stands_on("基地工作人员")
    officer.choose("培训基地", next(base.name for base in bases() if base.code == BASE))
    officer.choose("角色", "基地审核员")
    officer.fill("姓名", NAME)
    officer.fill("登录名", colleague.login_name)
    officer.fill("手机号码", colleague.phone)
    officer.press("邀请")
    officer.sees(f"已邀请{NAME}")
    officer.look("invited")
    expect(officer.page.get_by_role("textbox", name=re.compile("^登录名"))).to_have_value("")
    house.message(colleague.phone, "您被邀请担任基地审核员")
    link = officer.page.get_by_role("textbox", name="邀请链接").input_value()
    assert link.startswith(house.url)
    return link.removeprefix(house.url)
