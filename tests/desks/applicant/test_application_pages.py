"""The applicant's pages between 核对并提交 and the end of the review, also when the clock or another tab was faster."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import applicants, factories, world_small
from tests.applicants import WorldApplicant
from tests.world_small import CLOSES, REVIEW_CLOSES, SECOND_OPENS, World
from zhupei.accounts.actions import codes
from zhupei.accounts.models import VerificationCode
from zhupei.applications import states
from zhupei.applications.models import RefusedAttempt, Version
from zhupei.kernel import clock

MINUTE = timedelta(minutes=1)
BETWEEN = (CLOSES, CLOSES + MINUTE, REVIEW_CLOSES + MINUTE, SECOND_OPENS - MINUTE)


@pytest.fixture
def world(db: None) -> World:
    return world_small.load()


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every code typed is right. (Sending and guessing have tests of their own.)"""

    def verify(*, purpose: str, user: Any, **_: Any) -> UUID:
        return applicants.code(user, purpose, clock.now())

    monkeypatch.setattr(codes, "verify", verify)


def get(client: Client, name: str) -> str:
    answer = client.get(reverse(f"applicant:{name}"), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def submission(client: Client) -> dict[str, str]:
    """The form of the check page, filled in."""
    page = get(client, "check")
    token, shown = (re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("token", "shown"))
    return {"token": token, "shown": shown, "truthful": "on", "code": "123456"}


def send(client: Client, form: dict[str, str]) -> Any:
    return client.post(reverse("applicant:submission"), form)


@pytest.mark.parametrize("at", BETWEEN)
@pytest.mark.parametrize(
    ("brought", "words"),
    [
        (applicants.submitted, "已提交，待审核"),
        (applicants.approved, "审核通过"),
        (applicants.returned, "已退回，需要补正"),
    ],
)
def test_after_the_deadline_everybody_still_sees_his_application(
    client: Client, world: World, brought: Callable[[World], WorldApplicant], words: str, at: datetime
) -> None:
    person = brought(world)
    factories.login(client, person.person)
    clock.freeze(at)
    for name in ("home", "progress", "dossier"):
        assert words in get(client, name), name
    page = get(client, "progress")
    assert person.reloaded().number in page
    assert "还没有提交报名" not in page


@pytest.mark.parametrize("at", [SECOND_OPENS, SECOND_OPENS + MINUTE])
def test_whoever_is_approved_stays_so_while_the_next_round_takes_applications(
    client: Client, world: World, at: datetime
) -> None:
    person = applicants.approved(world)
    factories.login(client, person.person)
    clock.freeze(at)
    page = get(client, "progress")
    assert person.reloaded().number in page
    assert "打印报名表" in page
    assert client.post(reverse("applicant:form")).status_code == 302
    assert "第 1 批次" in get(client, "choices")


def test_whoever_was_rejected_applies_in_the_next_round_and_still_reads_why(client: Client, world: World) -> None:
    person = applicants.submitted(world)
    applicants.reject(person, reason="执业证书不在有效期内")
    factories.login(client, person.person)
    clock.freeze(SECOND_OPENS - MINUTE)
    assert "审核不通过" in get(client, "home")
    clock.freeze(SECOND_OPENS)
    assert "尚未提交" in get(client, "home")
    page = get(client, "progress")
    assert "第 1 批次" in page
    assert "执业证书不在有效期内" in page
    assert "第 2 批次" in get(client, "choices")


def test_what_was_returned_is_said_on_every_page_and_nothing_says_that_all_is_well(
    client: Client, world: World
) -> None:
    factories.login(client, applicants.returned(world).person)
    page = get(client, "home")
    assert "退回原因：照片不清晰" in page
    assert "均已通过检查" not in page
    assert 'aria-label="修改证明材料"' in page
    page = get(client, "documents")
    assert "有 1 份被退回，请更换：" in page
    assert "需要的材料已齐全" not in page
    assert "Card(" not in page
    page = get(client, "dossier")
    assert "退回原因：照片不清晰" in page
    assert "可以填报志愿" not in page


@pytest.mark.parametrize("end", [applicants.reject, applicants.withdraw])
def test_where_nothing_can_be_cancelled_nothing_about_cancelling_is_said(
    client: Client, world: World, end: Callable[[WorldApplicant], Any]
) -> None:
    person = applicants.submitted(world)
    end(person)
    factories.login(client, person.person)
    page = get(client, "progress")
    assert "其他操作" not in page
    assert "刷新页面" not in page


def test_whoever_has_missed_the_deadline_reads_what_remains_possible(client: Client, world: World) -> None:
    factories.login(client, applicants.ready(world).person)
    assert "可以填报志愿" in get(client, "home")
    clock.freeze(CLOSES)
    page = get(client, "home")
    assert "本轮报名已截止，没有提交" in page
    assert "可参加第 2 批次" in page
    assert "可以填报志愿" not in page


def test_whoever_has_given_up_is_not_asked_to_apply(client: Client, world: World) -> None:
    person = applicants.submitted(world)
    clock.freeze(CLOSES)
    applicants.give_up(person, CLOSES)
    factories.login(client, person.person)
    page = get(client, "home")
    assert "已放弃本轮报名" in page
    assert "可以填报志愿" not in page


def test_submitting_after_the_deadline_says_so_and_leaves_evidence(client: Client, world: World, coded: None) -> None:
    person = applicants.ready(world)
    factories.login(client, person.person)
    form = submission(client)
    clock.freeze(CLOSES)
    answer = send(client, form)
    assert answer.status_code == 409
    assert "截止" in answer.content.decode()
    assert "没有提交" in answer.content.decode()
    assert person.reloaded().state == states.DRAFT
    evidence = RefusedAttempt.objects.get()
    assert (evidence.verb, evidence.received_at, evidence.closes) == ("submit", CLOSES, CLOSES)


def test_in_the_last_microsecond_it_is_in(client: Client, world: World, coded: None) -> None:
    person = applicants.ready(world)
    factories.login(client, person.person)
    form = submission(client)
    clock.freeze(CLOSES - timedelta(microseconds=1))
    assert send(client, form).status_code == 302
    assert person.reloaded().state == states.SUBMITTED


def test_withdrawing_after_the_deadline_says_so_and_changes_nothing(client: Client, world: World, coded: None) -> None:
    person = applicants.submitted(world)
    factories.login(client, person.person)
    clock.freeze(CLOSES)
    answer = client.post(reverse("applicant:withdrawal"), {"code": "123456"})
    assert answer.status_code == 409
    assert "截止" in answer.content.decode()
    assert person.reloaded().state == states.SUBMITTED


def test_a_second_tab_and_a_lost_answer_lead_to_the_receipt(client: Client, world: World, coded: None) -> None:
    person = applicants.ready(world)
    factories.login(client, person.person)
    first, second = submission(client), submission(client)
    assert first["token"] != second["token"]
    receipt = send(client, first)["Location"]
    assert send(client, first)["Location"] == receipt
    answer = client.post(reverse("applicant:submission"), second, follow=True)
    assert answer.redirect_chain[0][0] == receipt
    assert "报名已经提交" in answer.content.decode()
    assert Version.objects.count() == 1


def test_a_second_tab_with_a_used_code_leads_to_the_receipt(client: Client, world: World) -> None:
    """The code has been consumed by the first tab: the person has still succeeded."""
    person = applicants.ready(world)
    factories.login(client, person.person)
    second = submission(client)
    applicants.submit(person)
    assert not VerificationCode.objects.filter(used_at=None).exists()
    answer = send(client, second)
    assert (answer.status_code, answer["Location"]) == (302, reverse("applicant:receipt", args=[person.version_id]))


def test_the_check_page_of_somebody_who_has_submitted_leads_to_the_progress(client: Client, world: World) -> None:
    factories.login(client, applicants.submitted(world).person)
    assert client.get(reverse("applicant:check"))["Location"] == reverse("applicant:progress")


def test_without_a_choice_the_check_page_leads_to_the_choices(client: Client, world: World) -> None:
    factories.login(client, factories.applicant())
    assert client.get(reverse("applicant:check"))["Location"] == reverse("applicant:choices")


@pytest.mark.parametrize("missing", ["token", "shown", "truthful", "code"])
def test_an_incomplete_form_changes_nothing(client: Client, world: World, coded: None, missing: str) -> None:
    person = applicants.ready(world)
    factories.login(client, person.person)
    form = submission(client)
    del form[missing]
    assert send(client, form).status_code == 422
    assert person.reloaded().state == states.DRAFT
