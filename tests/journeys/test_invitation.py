"""The province invites a reviewer; she proves the telephone, chooses password and authenticator, and works."""

import re
from base64 import b32decode
from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from django_otp.oath import totp
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.house import House, Telephone
from tests.journeys.people import BASE, BASE_NAME, Company, application
from tests.journeys.reviewer import Employee, Reviewer
from tests.journeys.visitor import DESK, PHONE
from zhupei.accounts import rules
from zhupei.pure.identity import generate
from zhupei.pure.reference.logins import STAFF_PASSWORD
from zhupei.pure.reference.world import bases

pytestmark = pytest.mark.browser
NAME, LOGIN_NAME, PASSWORD = "李秋雁", "liqiuyan", "Erhai-41lake-lotus"
OTHER = next(base for base in bases() if base.code == "YN002")
GONE = "邀请链接不能再用"


class Invited(Reviewer):
    """She has the link, her telephone, and an authenticator that reads QR codes."""

    def proves_the_telephone(self, link: str, telephone: Telephone) -> None:
        self.open(link)
        self.stands_on(f"{NAME}，您好")
        self.press("获取手机验证码")
        self.stands_on("设置密码")
        self.fill("手机验证码", telephone.code())

    def chooses_password(self) -> None:
        self.fill("设置密码", PASSWORD)
        self.fill("再输一次密码", PASSWORD)
        self.press("下一步")
        self.stands_on("绑定验证器")

    def reads_the_qr_code(self) -> str:
        """What the authenticator shows now."""
        picture = self.page.get_by_role("img", name="验证器二维码").screenshot()
        (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
        asked = urlsplit(found.text)
        assert asked.scheme == "otpauth" and LOGIN_NAME in asked.path
        return f"{totp(b32decode(parse_qs(asked.query)['secret'][0])):06d}"


def test_an_invited_reviewer_sees_her_base_and_no_other(house: House, company: Company, arrive: Arrive) -> None:
    own, foreign = company.submitted(), company.submitted(base=OTHER.code)
    telephone = Telephone(house, generate.mobile(99_000_002))
    link = invited(house, arrive, telephone)

    reviewer = arrive(Invited, screen=PHONE)
    reviewer.proves_the_telephone(link, telephone)
    reviewer.chooses_password()
    reviewer.fill("动态验证码", "000000")
    reviewer.press("启用账号")
    reviewer.sees("验证码不对")
    reviewer.look("wrong digits")
    reviewer.fill("动态验证码", reviewer.reads_the_qr_code())
    reviewer.press("启用账号")
    reviewer.sees(re.compile("^账号已启用，请登录。"))
    reviewer.enters(LOGIN_NAME, PASSWORD)
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

    stranger = arrive(Invited, screen=PHONE)
    stranger.open(link)
    stranger.stands_on(GONE)


def test_a_link_alone_opens_nothing_and_dies_after_a_week(house: House, arrive: Arrive) -> None:
    telephone = Telephone(house, generate.mobile(99_000_003))
    link = invited(house, arrive, telephone, login_name="second.one")
    thief = arrive(Invited, screen=DESK)
    thief.proves_the_telephone(link, telephone)
    thief.fill("手机验证码", f"{(int(thief.field('手机验证码').input_value()) + 1) % 1_000_000:06d}")
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


def invited(house: House, arrive: Arrive, telephone: Telephone, login_name: str = LOGIN_NAME) -> str:
    """The province invites her as a reviewer of the base; the address that it hands over to her."""
    officer = arrive(Employee, screen=DESK)
    officer.open("/staff/login/")
    officer.enters("province.one" if login_name == LOGIN_NAME else "province.two", STAFF_PASSWORD)
    officer.stands_on("概况")
    officer.follow("基地工作人员")
    officer.stands_on("基地工作人员")
    officer.choose("培训基地", next(base.name for base in bases() if base.code == BASE))
    officer.choose("角色", "基地审核员")
    officer.fill("姓名", NAME)
    officer.fill("登录名", login_name)
    officer.fill("手机号码", telephone.number)
    officer.press("邀请")
    officer.sees(f"已邀请{NAME}")
    officer.look("invited")
    expect(officer.page.get_by_label("登录名")).to_have_value("")
    house.message(telephone.number, "您被邀请担任基地审核员")
    link = officer.page.get_by_role("textbox", name="邀请链接").input_value()
    assert link.startswith(house.url)
    return link.removeprefix(house.url)
