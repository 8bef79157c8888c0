"""取消报名 and 放弃报名: what stays, what ends, and that a fresh SMS code stands before both."""

import pytest

from tests import applicants
from tests.world_small import CLOSES, World, later
from zhupei.accounts.models import VerificationCode
from zhupei.applications import actions, states
from zhupei.applications.models import Application, Transition, Version
from zhupei.notifications.models import Delivery, Notice


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_a_withdrawal_leaves_a_draft_with_the_same_choices(world: World, state: str) -> None:
    once = getattr(applicants, state)(world, plans=[world.line("0900"), world.line("0100")])
    version, revision, at = once.reloaded().version, once.application.revision, later()
    application = applicants.withdraw(once, at)
    once.reloaded()
    assert (application.state, application.version, application.correction_until) == (states.DRAFT, None, None)
    assert application.number and application.revision == revision + 1
    assert list(application.choices.values_list("plan__specialty_id", flat=True)) == ["0900", "0100"]
    assert Version.objects.get() == version, "what was submitted stays a fact"
    move = Transition.objects.latest("pk")
    assert (move.source, move.verb, move.role, move.target) == (state, "withdraw", "applicant", "draft")
    assert (move.version, move.at, move.event.verb) == (version, at, "application.withdraw")


def test_the_person_is_told_that_it_can_be_submitted_again(world: World) -> None:
    once = applicants.submitted(world)
    applicants.withdraw(once)
    notice = Notice.objects.get(kind="application.withdrawn")
    assert notice.recipient == once.person and "可再次提交" in notice.body and "如非本人操作" in notice.body
    assert Delivery.objects.filter(purpose="application.withdrawn", recipient=once.person).count() == 1


def test_a_second_click_is_refused(world: World) -> None:
    once = applicants.submitted(world)
    applicants.withdraw(once)
    before = applicants.dump()
    assert applicants.refused(applicants.withdraw, once) == "move:draft:withdraw"
    assert applicants.dump() == before


def test_an_approved_one_stays(world: World) -> None:
    once = applicants.approved(world)
    before = applicants.dump()
    assert applicants.refused(applicants.withdraw, once) == "withdraw:approved"
    assert applicants.refused(applicants.give_up, once, CLOSES) == "move:approved:give-up"
    assert applicants.dump() == before


@pytest.mark.parametrize(("act", "purpose"), [("withdraw", "submit"), ("withdraw", "give-up"), ("give_up", "withdraw")])
def test_a_code_for_another_act_does_not_help(world: World, act: str, purpose: str) -> None:
    once = applicants.submitted(world)
    at = CLOSES if act == "give_up" else later()
    given = {"application_id": once.application.pk, "code_id": applicants.code(once.person, purpose, at)}
    extra = {"typed": "放弃报名"} if act == "give_up" else {}
    before = applicants.dump([])
    assert applicants.refused(getattr(actions, act), **given, **extra, actor=once.person, at=at) == "code:none"
    assert applicants.dump([]) == before


def test_the_code_is_used_up_by_the_act_it_was_sent_for(world: World) -> None:
    once = applicants.submitted(world)
    at = later()
    code_id = applicants.code(once.person, "withdraw", at)
    applicants.withdraw(once, at, code_id)
    applicants.submit(once)
    assert VerificationCode.objects.get(pk=code_id).used_at == at
    assert applicants.refused(applicants.withdraw, once, later(), code_id) == "code:used-up"


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_giving_up_is_final_in_this_round(world: World, state: str) -> None:
    once = getattr(applicants, state)(world)
    version = once.reloaded().version
    applicants.give_up(once, CLOSES)
    application = once.reloaded()
    assert (application.state, application.version) == (states.GIVEN_UP, version)
    assert Notice.objects.get(kind="application.given-up").recipient == once.person
    for act in (applicants.submit, applicants.withdraw):
        assert applicants.refused(act, once, CLOSES).startswith("move:given_up:")
    assert applicants.refused(applicants.give_up, once, CLOSES) == "move:given_up:give-up"


def test_giving_up_asks_for_the_words_before_the_code_is_used(world: World) -> None:
    once = applicants.submitted(world)
    assert applicants.refused(applicants.give_up, once, CLOSES, "放弃") == "give-up:words"
    assert not VerificationCode.objects.filter(purpose="give-up").exclude(used_at=None).exists()
    assert Application.objects.get().state == states.SUBMITTED
