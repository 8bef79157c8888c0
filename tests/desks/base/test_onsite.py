"""现场审核: the scanned code leads to the paper; only the version in force of an approved application is recorded."""

from collections.abc import Callable

import pytest

from tests import applicants as acts
from tests.applicants import WorldApplicant
from tests.desks.base.desk import Desk, words
from tests.world_small import World
from zhupei.applications import printed
from zhupei.applications.models import OnSiteCheck, Version

Apply = Callable[..., WorldApplicant]


def code(applicant: WorldApplicant) -> str:
    return printed.code_of(Version.objects.get(pk=applicant.version_id))


@pytest.fixture
def approved(apply: Apply) -> WorldApplicant:
    applicant = apply()
    acts.approve(applicant)
    return applicant


def test_the_scanner_types_the_code(desk: Desk, approved: WorldApplicant) -> None:
    for typed in (code(approved), f" {code(approved).lower()} ", f"https://example.org/form/{code(approved)}/"):
        answer = desk.post("onsite", code=typed)
        assert answer["Location"] == desk.address("onsite_check", approved.version_id), typed
    page = words(desk.get("onsite_check", approved.version_id))
    assert "报名表有效" in page and "和志远" in page
    assert approved.person.document_number.plain() not in page


@pytest.mark.parametrize("typed", ["", "2026-W1-000001-1", "x.y", "\x00", "𠮷" * 80, "x" * 300])
def test_an_unknown_code_is_said_so(desk: Desk, approved: WorldApplicant, typed: str) -> None:
    answer = desk.post("onsite", code=typed)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_a_form_of_another_base_answers_like_an_unknown_one(desk: Desk, apply: Apply) -> None:
    elsewhere = apply(plans=(("0100", "B"),))
    answer = desk.post("onsite", code=code(elsewhere))
    assert answer.status_code == 422
    assert words(answer).count("没有找到这份报名表") == words(desk.post("onsite", code="x.y")).count(
        "没有找到这份报名表"
    )
    assert desk.get("onsite_check", elsewhere.version_id).status_code == 404


def test_records_a_pass_and_waits_for_the_next(desk: Desk, world: World, approved: WorldApplicant) -> None:
    answer = desk.post("onsite_check", approved.version_id, result="passed", note="")
    assert answer["Location"] == desk.address("onsite")
    assert "现场审核通过：和志远" in words(desk.client.get(answer["Location"]))
    check = OnSiteCheck.objects.get()
    assert (check.passed, check.checker_id, check.version_id) == (True, world.reviewer.pk, approved.version_id)
    assert "已登记：现场审核通过" in words(desk.get("onsite_check", approved.version_id))


def test_a_failure_needs_its_reason(desk: Desk, approved: WorldApplicant) -> None:
    answer = desk.post("onsite_check", approved.version_id, result="failed", note=" ")
    assert answer.status_code == 422
    assert "现场审核不通过时请写明原因" in words(answer)
    assert 'value="failed"' in answer.content.decode()
    assert "disabled" not in answer.content.decode().partition('value="failed"')[2][:40]
    desk.post("onsite_check", approved.version_id, result="failed", note="学位证书原件未带")
    assert OnSiteCheck.objects.get().note == "学位证书原件未带"


def test_not_before_the_approval(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    page = desk.get("onsite_check", applicant.version_id)
    assert "审核通过后才能登记现场审核结果" in words(page)
    assert 'name="result"' not in page.content.decode() and "data-key" not in page.content.decode()
    assert desk.post("onsite_check", applicant.version_id, result="passed").status_code == 409
    assert not OnSiteCheck.objects.exists()


def test_an_old_paper_is_recognised(desk: Desk, apply: Apply) -> None:
    applicant = apply()
    old = applicant.version_id
    acts.send_back(applicant)
    acts.submit(applicant)
    acts.approve(applicant)
    page = words(desk.get("onsite_check", old))
    assert "报名表已失效" in page and "这是版本 1，当前有效的是版本 2" in page
    assert desk.post("onsite_check", old, result="passed").status_code == 409
    assert not OnSiteCheck.objects.exists()


def test_neither_button_is_no_result(desk: Desk, approved: WorldApplicant) -> None:
    assert desk.post("onsite_check", approved.version_id, result="maybe").status_code == 422
    assert not OnSiteCheck.objects.exists()
