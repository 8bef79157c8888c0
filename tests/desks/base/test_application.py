"""The page of one application: what was submitted, masked, beside its documents; who else is looking; what changed."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import applicants as acts
from tests import factories
from tests.applicants import WorldApplicant
from tests.desks.base.copied_applications import copies
from tests.desks.base.desk import Desk, words
from tests.desks.base.test_documents import replaced, submitted
from tests.dossiers import people
from tests.world_small import World
from zhupei.applications.actions.leasing import LEASE
from zhupei.applications.models import ReviewLease
from zhupei.dossiers import actions as dossiers
from zhupei.dossiers.models import Document
from zhupei.kernel import clock

Apply = Callable[..., WorldApplicant]
MOST_QUERIES = 12


def test_shows_what_was_submitted_not_what_is_saved_now(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    changed = {**people.BASICS, "contact_detail": "改过的地址 9 号"}
    dossiers.save_basics(actor=applicant.person, at=clock.now(), values=changed)
    page = words(desk.get("application", applicant.application.pk))
    assert "华山街道西昌路 295 号" in page
    assert "改过的地址" not in page


def test_numbers_are_masked(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    html = desk.get("application", applicant.application.pk).content.decode()
    number, phone = applicant.person.document_number, applicant.person.phone
    assert number.plain() not in html and phone.plain() not in html and "13812345678" not in html
    assert number.masked() in html and phone.masked() in html


def test_lists_every_section_and_document_with_its_own_reasons(desk: Desk, apply: Apply) -> None:
    page = words(desk.get("application", apply().application.pk))
    for title in ("个人信息", "学历信息", "工作经历信息", "执业资格信息", "免冠照片", "身份证人像面", "身份证国徽面"):
        assert f"{title} 合格 需修改" in page
    for reason in ("非白底", "传成了人像面", "缺少已毕业的本科学历"):
        assert reason in page
    assert "志愿 合格" not in page
    assert "志愿提交后锁定，不能退回修改" in page


def test_measurements_of_the_portrait_stand_beside_it(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    checks = [
        {"name": "file", "value": 318, "threshold": [150, 500], "verdict": "pass", "repairable": False, "advice": ""},
        {"name": "background_white", "value": 1.0, "threshold": 0.99, "verdict": "pass", "advice": ""},
        {"name": "head_height", "value": 0.58, "threshold": [0.6, 0.7], "verdict": "warn", "advice": "头部偏小"},
    ]
    findings = [{"code": "renamed", "message": "文件名的后缀与内容不符，内容是 JPEG 格式"}]
    report = {"portrait": {"verdict": "warn", "checks": checks}, "findings": findings}
    Document.objects.filter(pk=submitted(applicant, "portrait")).update(
        report=report, width=480, height=640, size=325_632
    )
    page = words(desk.get("application", applicant.application.pk))
    assert "文件格式与大小 318 KB（要求 150 至 500 KB）" in page
    assert "背景纯白 100%（要求 99%）" in page
    assert "头部大小 0.58（要求 0.6 至 0.7）：头部偏小" in page
    assert "背景纯白 100%，头部大小 0.58" in page
    assert "文件名的后缀与内容不符" in page
    assert "图片 · 480×640 像素 · 318 KB" in page


def test_hints_on_a_document_stand_in_the_checklist_too(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    before = desk.get("application", applicant.application.pk).content.decode()
    check = {"name": "number", "value": "different", "threshold": "same", "verdict": "warn", "repairable": False}
    report = {"document": [{**check, "advice": "身份证上的号码与账号不一致"}], "alike": ["与另一位申请人的几乎相同"]}
    Document.objects.filter(pk=submitted(applicant, "id-front")).update(report=report)
    page = desk.get("application", applicant.application.pk).content.decode()
    for words_ in ("身份证上的号码与账号不一致", "与另一位申请人的几乎相同"):
        assert page.count(words_) == 2, "beside the picture and in the checklist"
    assert page.count("data-hinted") == before.count("data-hinted") + 1


def test_the_others_see_who_is_looking_until_the_lease_ends(desk: Desk, world: World, apply: Apply) -> None:
    one, two = apply(name="和志远"), apply(name="杨䶮")
    desk.get("application", one.application.pk)
    colleague = Desk(factories.login(Client(), world.colleague), world.a)
    note = f"{world.reviewer.name}正在查看"
    assert note not in words(desk.get("queue"))
    assert note in words(colleague.get("queue"))
    assert note in words(colleague.get("application", one.application.pk))
    desk.get("application", two.application.pk)
    assert ReviewLease.objects.filter(reviewer=world.reviewer).get().application_id == two.application.pk
    acts.later(seconds=int(LEASE.total_seconds()) + 5)
    assert note not in words(colleague.get("queue"))


def test_looking_at_a_decided_one_says_nothing(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.approve(applicant)
    desk.get("application", applicant.application.pk)
    assert not ReviewLease.objects.exists()


def test_the_list_beside_it_leads_on_in_the_same_filter(desk: Desk, apply: Apply) -> None:
    apply(name="和志远")
    apply(name="杨䶮", plans=(("0900", "A"),))
    middle, last = apply(name="刀玉香"), apply(name="李金花")
    query = {"state": "submitted", "specialty": "0100"}
    html = desk.get("application", middle.application.pk, **query).content.decode()
    following = f"{desk.address('application', last.application.pk)}?state=submitted&amp;specialty=0100"
    assert f'<a href="{following}" data-key="J">' in html
    assert "杨䶮" not in html
    assert 'data-key="J"' not in desk.get("application", last.application.pk, **query).content.decode()


def test_an_answered_return_shows_reasons_and_every_change(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    old = submitted(applicant, "id-back")
    items = [("document:id-back", "身份证国徽面", "模糊，看不清内容"), ("basics", "个人信息", "联系方式有误")]
    acts.send_back(applicant, items=items, reason="请尽快")
    values = {**people.BASICS, "email": "new@example.com", "emergency_phone": "13987654321"}
    dossiers.save_basics(actor=applicant.person, at=clock.now(), values=values)
    new = replaced(applicant, "id-back", b"a sharp one")
    acts.submit(applicant)
    answer = desk.get("application", applicant.application.pk)
    page = words(answer)
    assert "上次退回：身份证国徽面、个人信息" in page
    assert "身份证国徽面：模糊，看不清内容" in page
    assert "本次修改 3 处，其余未变" in page
    assert "个人信息 · 电子邮箱 hzy@example.com → new@example.com" in page
    assert "紧急联系人电话 138****5678 → 139****4321" in page
    assert "身份证国徽面 原材料 → 已更换" in page
    html = answer.content.decode()
    for document in (old, new.pk):
        assert desk.address("document", applicant.application.pk, document) in html
        assert desk.get("document", applicant.application.pk, document).status_code == 200


def test_nothing_changed_is_said_too(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.send_back(applicant)
    acts.submit(applicant)
    assert "没有任何内容与退回前不同" in words(desk.get("application", applicant.application.pk))


def test_submitting_again_after_a_withdrawal_is_no_answer_to_a_return(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.withdraw(applicant)
    acts.submit(applicant)
    page = words(desk.get("application", applicant.application.pk))
    assert "第 2 次提交" in page
    assert "上次退回" not in page


def test_costs_the_same_queries_for_one_three_and_three_hundred(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.send_back(applicant)
    acts.submit(applicant)
    applicant.reloaded()
    desk.get("application", applicant.application.pk, state="submitted")  # what is settled is read once
    spent = []
    for begin, more in ((1, 0), (1, 2), (3, 297)):
        copies(applicant, more, begin)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get("application", applicant.application.pk, state="submitted").status_code == 200
        spent.append(len(captured))
    assert len(set(spent)) == 1, spent
    assert spent[0] <= MOST_QUERIES


def test_a_decided_one_costs_no_more(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    acts.approve(applicant)
    with CaptureQueriesContext(connection) as captured:
        desk.get("application", applicant.application.pk, state="approved")
    assert len(captured) <= MOST_QUERIES
