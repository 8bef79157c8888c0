"""Three people set up the three offices; nobody becomes two of them, and nobody reads a dossier on his own word."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.invited import Colleague, Invited
from tests.journeys.people import BASE_NAME
from tests.journeys.reviewer import SecurityAdministrator
from tests.journeys.running_system import RunningSystem
from tests.journeys.visitor import DESK, PHONE
from zhupei.accounts import queries
from zhupei.accounts.models import User
from zhupei.reports import invariants
from zhupei.world import loading
from zhupei.world.fiction import generate

pytestmark = pytest.mark.browser
SYSTEM = Colleague("和志远", "he.zhiyuan", generate.mobile(99_000_011))
SECURITY = Colleague("木婷婷", "mu.tingting", generate.mobile(99_000_012))
AUDIT = Colleague("阿依·古丽", "ayi.guli", generate.mobile(99_000_013))
REVIEWER = Colleague("李秋雁", "li.qiuyan", generate.mobile(99_000_014))
ACCOMPLICE = Colleague("高开云", "gao.kaiyun", generate.mobile(99_000_015))
WAITS = "您的角色等待安全管理员确认"
BASE_ROLES = ("基地审核员", "基地管理员")


class Officer(Invited, SecurityAdministrator):
    """One of the three."""

    def fills_invitation(self, role: str, colleague: Colleague) -> None:
        self.open("/oversight/invitations/")
        self.choose("角色", role)
        if role in BASE_ROLES:
            self.choose("培训基地", BASE_NAME)
        self.fill("姓名", colleague.name)
        self.fill("登录名", colleague.login_name)
        self.fill("手机号码", colleague.phone)
        self.press("邀请")

    def opens_refusal(self) -> None:
        self.page.locator("summary", has_text="不确认所选").click()

    def invites(self, role: str, colleague: Colleague) -> str:
        self.fills_invitation(role, colleague)
        self.stands_on("邀请工作人员")
        link = self.page.get_by_role("textbox", name="邀请链接").input_value()
        return link.removeprefix(self.system.url)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any, worker_id: str) -> Iterator[RunningSystem]:
    """A province in which nobody works yet."""
    found = RunningSystem(tmp_path_factory.mktemp("new system"), f"zhupei_new_{worker_id}", world=loading.furnish)
    with django_db_blocker.unblock():
        found.build()
        found.open()
        yield found
        found.close()
        found.raze()


def set_up(system: RunningSystem, **over: Colleague) -> Any:
    """The operator at the console."""
    people = {"system": SYSTEM, "security": SECURITY, "audit": AUDIT, **over}
    given = [word for role, who in people.items() for word in (f"--{role}", who.login_name, who.name, who.phone)]
    return system.command("first-officers", *given)


def test_three_people_set_the_offices_up_and_none_becomes_two(system: RunningSystem, arrive: Arrive) -> None:
    running = system
    refused = set_up(running, audit=AUDIT._replace(phone=f"+86 {SYSTEM.phone}"))
    assert refused.returncode == 1 and "须由三位不同的人担任" in refused.stderr
    printed = set_up(running)
    assert printed.returncode == 0, printed.stderr
    links = re.findall(re.escape(running.url) + r"(/invitation/[\w-]+/)", printed.stdout)
    system, security, audit = (arrive(Officer, who, screen=DESK) for who in (SYSTEM, SECURITY, AUDIT))

    system.accepts(links[0])
    system.logs_in()
    system.stands_on(WAITS)
    system.sees("三位都启用账号后，三个角色同时生效")
    security.accepts(links[1])
    security.logs_in()
    security.stands_on(WAITS)
    for path in ("/oversight/roles/", "/oversight/pending/", "/oversight/accounts/"):
        answer = security.open(path)
        assert answer is not None and answer.status == 404, path
    audit.accepts(links[2])
    for who in (SYSTEM, SECURITY, AUDIT):
        running.message(who.phone, "三位管理员都已启用账号，角色同时生效")
    audit.logs_in()
    audit.stands_on("审计日志")
    expect(audit.page.get_by_role("cell", name="三员同时生效", exact=True)).to_have_count(3)
    again = set_up(running)
    assert again.returncode == 1 and "已经设立" in again.stderr

    system.open("/staff/waiting/")
    system.stands_on("工作人员账号")
    for role in ("安全管理员", "审计管理员", "系统管理员", "省级管理员", *BASE_ROLES):
        for number in (SYSTEM.phone, f"+86 {AUDIT.phone}"):
            system.fills_invitation(role, ACCOMPLICE._replace(phone=number))
            system.sees("这个手机号不能用于这个角色")
    system.inspect("telephone refused")
    system.fills_invitation("安全管理员", ACCOMPLICE._replace(name="阿依．古丽"))
    system.sees("已有同名的人担任或将要担任")
    system.inspect("name refused")

    link = system.invites("基地审核员", REVIEWER)
    reviewer = arrive(Officer, REVIEWER, screen=PHONE)
    reviewer.accepts(link)
    reviewer.logs_in()
    reviewer.stands_on(WAITS)
    answer = reviewer.open("/base/")
    assert answer is not None and answer.status == 404
    running.message(SECURITY.phone, "现有 1 个角色等待确认")

    accomplice = arrive(Officer, ACCOMPLICE, screen=DESK)
    accomplice.accepts(system.invites("安全管理员", ACCOMPLICE))
    running.message(AUDIT.phone, "高开云被和志远邀请担任安全管理员")
    accomplice.logs_in()
    accomplice.stands_on(WAITS)
    answer = accomplice.open("/oversight/pending/")
    assert answer is not None and answer.status == 404

    security.open("/oversight/")
    security.stands_on("待确认的角色")
    security.sees(f"尾号 {REVIEWER.phone[-4:]}")
    security.confirms_role_of(REVIEWER.name)
    security.finds_waiting(ACCOMPLICE.name)
    security.opens_refusal()
    security.press("不确认所选")
    security.sees("请写明不确认的原因")
    security.inspect("no reason")
    security.fill("原因（本人和邀请人会看到）", "没有任命文件")
    security.press("不确认所选")
    security.sees("已不确认 1 个角色")
    running.message(SYSTEM.phone, "没有任命文件")

    reviewer.open("/staff/waiting/")
    reviewer.stands_on("资格审核")
    reviewer.sees(BASE_NAME)
    accomplice.open("/staff/waiting/")
    accomplice.stands_on("您目前没有工作角色")
    assert queries.posts(User.objects.get(login_name=ACCOMPLICE.login_name)) == set()
    assert [found.text for found in invariants.findings({15})] == []
