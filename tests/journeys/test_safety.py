"""What others try: an acquaintance with the password, a stranger with an address, a clock that does not wait."""

import re
from datetime import timedelta

import pytest

from tests.journeys.applicant import Applicant
from tests.journeys.conftest import Arrive
from tests.journeys.house import House, Telephone
from tests.journeys.people import Company, application, traces
from tests.journeys.visitor import DESK, PHONE
from zhupei.accounts.models import User
from zhupei.accounts.queries import number_index
from zhupei.applications import states
from zhupei.applications.models import RefusedAttempt
from zhupei.cycles.models import Stage
from zhupei.kernel import clock
from zhupei.world.fiction import generate
from zhupei.world.fiction.logins import APPLICANT_PASSWORD

pytestmark = pytest.mark.browser
WRONG = "验证码不对，请以最近一条短信为准"


def test_an_acquaintance_who_guessed_the_password_changes_nothing(
    house: House, company: Company, arrive: Arrive
) -> None:
    owner = arrive(Applicant, company.submitted(), screen=PHONE)
    owner.comes_home()
    before = application(owner.facts)

    thief = arrive(Applicant, owner.facts, screen=DESK)
    thief.logs_in()
    thief.stands_on("已提交，待审核")
    house.message(owner.facts.phone, "在新设备")

    thief.open("/me/withdrawal/")
    code = thief.asks_for_code()
    thief.fill("短信验证码", other_than(code))
    thief.press("取消报名", within=thief.page.get_by_role("main"))
    thief.sees(WRONG)
    thief.look("wrong code")

    house.pass_time(seconds=61)
    own = Telephone(house, generate.mobile(99_000_001))
    thief.open("/me/account/phone/")
    thief.fill("新手机号码", own.number)
    thief.press("获取手机验证码")
    thief.sees("两条验证码已发送至")
    thief.look("two codes")
    thief.fill("新号码收到的验证码", own.code())
    thief.fill("原号码收到的验证码", other_than(thief.telephone.code()))
    thief.fill("登录密码", APPLICANT_PASSWORD)
    thief.press("更换")
    thief.sees(WRONG)
    thief.look("not moved")

    after = application(owner.facts)
    assert (after.state, after.revision, after.version_id) == (before.state, before.revision, before.version_id)
    assert person(owner).phone.plain() == owner.facts.phone
    owner.open("/me/notices/")
    owner.sees("账号在新设备登录")
    owner.open("/me/account/")
    owner.sees("新设备")


def test_an_acquaintance_cannot_submit_what_he_has_changed(company: Company, arrive: Arrive) -> None:
    facts = company.ready()
    thief = arrive(Applicant, facts, screen=DESK)
    thief.comes_home()
    thief.open("/me/check/")
    code = thief.asks_for_code()
    for _ in range(5):
        thief.tick("本人承诺")
        thief.fill("短信验证码", other_than(code))
        with thief.page.expect_navigation():
            thief.press("提交报名")
        thief.sees(re.compile(WRONG))
    thief.fill("短信验证码", code)
    thief.press("提交报名")
    thief.sees("验证码输错 5 次，已作废，请重新获取。")
    assert application(facts).state == states.DRAFT
    assert not application(facts).versions.exists()


def test_the_deadline_passes_while_the_check_page_is_open(company: Company, arrive: Arrive) -> None:
    doctor = arrive(Applicant, company.ready(), screen=PHONE)
    doctor.comes_home()
    closes = Stage.objects.filter(kind=Stage.Kind.REGISTRATION).order_by("opens").first().closes
    clock.move_to(closes - timedelta(seconds=90))
    doctor.open("/me/check/")
    code = doctor.asks_for_code()
    doctor.tick("本人承诺")
    doctor.fill("短信验证码", code)
    before = traces()

    clock.move_to(closes + timedelta(seconds=1))
    doctor.press("提交报名")
    doctor.sees("没有提交")
    doctor.sees(re.compile("^网上报名已于 .* 截止，您的请求于"))
    doctor.look("too late")
    assert traces() == before
    evidence = RefusedAttempt.objects.get(person=person(doctor))
    assert (evidence.verb, evidence.closes) == ("submit", closes) and evidence.received_at > closes
    doctor.open("/me/")
    doctor.sees("尚未提交")
    doctor.sees("本轮报名已截止")


def test_a_stranger_with_the_address_of_a_page_finds_nothing(company: Company, arrive: Arrive) -> None:
    owner = arrive(Applicant, company.submitted(), screen=DESK)
    version = application(owner.facts).version
    assert version is not None
    owner.comes_home()
    owner.open(f"/me/receipts/{version.pk}/")
    owner.sees(version.receipt_number)
    portrait = version.documents.get(slot="portrait").document_id
    assert owner.page.request.get(f"/me/dossier/files/{portrait}/").ok

    stranger = arrive(Applicant, company.registered(), screen=DESK)
    stranger.comes_home()
    for path in (f"/me/receipts/{version.pk}/", f"/me/dossier/files/{portrait}/"):
        answer = stranger.open(path)
        assert answer is not None and answer.status == 404
        stranger.stands_on("没有找到这一页")
        stranger.does_not_see(owner.facts.name)
    answer = stranger.open("/logout/")
    assert answer is not None and answer.status == 405
    stranger.stands_on("这个地址不能直接打开")
    stranger.open("/me/")
    stranger.sees("尚未提交")


def other_than(code: str) -> str:
    """A wrong guess."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def person(visitor: Applicant) -> User:
    return User.objects.get(document_index=number_index(visitor.facts.document_number))
