"""Somebody who has been invited to the staff: a link, a telephone, and an authenticator that reads QR codes."""

import re
from base64 import b32decode
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import zxingcpp
from django_otp.oath import totp
from PIL import Image

from tests.journeys.reviewer import Reviewer
from tests.journeys.running_system import RunningSystem, Telephone, until

PASSWORD = "Erhai-41lake-lotus"


class Colleague(NamedTuple):
    name: str
    login_name: str
    phone: str


class Invited(Reviewer):
    """`colleague` is who has been invited; the telephone is in his hands."""

    def __init__(self, system: RunningSystem, browser: Any, inspector: Any, colleague: Colleague, **how: Any) -> None:
        super().__init__(system, browser, inspector, **how)
        self.colleague, self.telephone = colleague, Telephone(system, colleague.phone)

    def accepts(self, link: str) -> None:
        """From the link to the login, in four pages."""
        self.proves_the_telephone(link)
        self.fill("手机验证码", self.telephone.code())
        self.chooses_password()
        self.fill("动态验证码", self.reads_the_qr_code())
        self.press("启用账号")
        self.sees(re.compile("^账号已启用，请登录。"))

    def proves_the_telephone(self, link: str) -> None:
        self.open(link)
        self.stands_on(f"{self.colleague.name}，您好")
        self.press("获取手机验证码")
        self.stands_on("设置密码")

    def chooses_password(self) -> None:
        self.fill("设置密码", PASSWORD)
        self.fill("再输一次密码", PASSWORD)
        self.press("下一步")
        self.stands_on("绑定验证器")

    def reads_the_qr_code(self) -> str:
        """What the authenticator shows now."""
        picture = self.page.get_by_role("img", name="验证器二维码")
        found = until(lambda: zxingcpp.read_barcodes(Image.open(BytesIO(picture.screenshot()))), "a QR code")
        asked = urlsplit(found[0].text)
        assert asked.scheme == "otpauth" and self.colleague.login_name in asked.path
        return f"{totp(b32decode(parse_qs(asked.query)['secret'][0])):06d}"

    def logs_in(self) -> None:
        self.enters(self.colleague.login_name, PASSWORD)
