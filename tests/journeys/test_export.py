"""The queue leaves as a file: asked for with a reason, waited for without a script, equal to the page row by row."""

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import BASE_NAME, Company
from tests.journeys.reviewer import Reviewer
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import DESK
from zhupei.world.fiction.logins import STAFF_PASSWORD

pytestmark = pytest.mark.browser
HEADS = ("姓名", "报名号", "志愿", "人员类型")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_downloaded_queue_is_the_page(
    system: RunningSystem, company: Company, arrive: Arrive, script: bool
) -> None:
    company.submitted(), company.submitted()
    reviewer = arrive(Reviewer, screen=DESK, script=script)
    reviewer.open("/staff/login/")
    if not script:
        reviewer.read_picture()
    reviewer.enters("yn001.review", STAFF_PASSWORD)
    reviewer.stands_on("资格审核")
    reviewer.choose("排序", "最近提交的在前")
    reviewer.press("筛选")
    reviewer.sees("筛选")
    rows = reviewer.page.locator("table.table tbody tr")
    shown = [rows.nth(number).locator("th, td").all_inner_texts()[:4] for number in range(rows.count())]

    reviewer.follow("导出")
    reviewer.stands_on(f"导出 {len(shown)} 份报名")
    reviewer.press("生成文件")
    reviewer.sees("请填写用途")
    reviewer.fill("用途", "考务安排")
    reviewer.press("生成文件")
    expect(reviewer.page.get_by_role("heading", name="文件已生成")).to_be_visible()
    reviewer.inspect("ready")
    content = reviewer.download(lambda: reviewer.press("下载"))

    sheet = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content))["名单"].iter_rows()]
    assert BASE_NAME in str(sheet[0][0]) and "考务安排" in str(sheet[2][0])
    assert sheet[4][:4] == list(HEADS)
    assert sheet[-1][0] == f"共 {len(shown)} 份" and len(sheet) == len(shown) + 6
    for in_file, on_page in zip(sheet[5:-1], shown, strict=True):
        assert [str(value) for value in in_file[1:4]] == [text.strip() for text in on_page[1:4]]
        assert on_page[0].startswith(str(in_file[0]))
