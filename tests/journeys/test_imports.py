"""An officer of the province imports the designated list: the sample with faults, then the mended one."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.people import Company
from tests.journeys.reviewer import Employee
from tests.journeys.visitor import DESK
from zhupei.world.fiction.logins import STAFF_PASSWORD

pytestmark = pytest.mark.browser


class Officer(Employee):
    """Of the province."""

    def fetches(self, title: str) -> bytes:
        """A sample workbook of the demonstration."""
        self.open("/demo/samples/")
        row = self.page.get_by_role("row").filter(has_text=title)
        return self.download(lambda: row.get_by_role("link", name="下载").click())

    def uploads(self, name: str, data: bytes) -> None:
        self.follow("指定学员名单")
        self.stands_on("指定学员名单")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        self.field("文件").set_input_files({"name": name, "mimeType": kind, "buffer": data})
        self.press("上传并核对")
        self.sees("什么都还没有写入")


def test_the_designated_list_is_checked_mended_and_imported(company: Company, arrive: Arrive) -> None:
    officer = arrive(Officer, screen=DESK)
    faulty, mended = officer.fetches("有错误"), officer.fetches("已改好")
    officer.open("/staff/login/")
    officer.enters("province.two", STAFF_PASSWORD)
    officer.stands_on("概况")

    officer.uploads("名单（初稿）.xlsx", faulty)
    officer.sees("还有没处理的错误，现在不能导入。什么都还没有写入。")
    for words in ("第 18 位校验不对", "本轮招录计划里没有这家基地", "没有这个人员类型", "证件号码没有填写",
                  "Excel 只留前 15 位", re.compile("与第 .+ 行的证件号码相同")):  # fmt: skip
        officer.sees(words)
    officer.inspect("faults")
    assert officer.download(lambda: officer.follow("下载标注副本"))[:2] == b"PK"
    officer.does_not_see("下一步：确认导入")

    officer.uploads("名单（定稿）.xlsx", mended)
    officer.sees("核对完成，可以导入。什么都还没有写入。")
    officer.inspect("clean")
    officer.follow("下一步：确认导入")
    officer.stands_on("确认导入指定学员名单")
    officer.inspect("question")
    officer.press("确认导入")
    officer.sees(re.compile("新增 24"))
    officer.sees("已导入")
