"""A double click, a lost reply, a second tab, a page left open: the same receipt, or nothing and a reason."""

from uuid import uuid4

import pytest

from tests import applicants
from tests.world_small import World, later
from zhupei.applications import states
from zhupei.applications.actions import submitting
from zhupei.applications.models import Version


def test_the_same_form_again_finds_the_same_receipt(world: World) -> None:
    ready = applicants.ready(world)
    form, at = applicants.check_page(ready), later()
    code_id = applicants.code(ready.person, "submit", at)
    first = applicants.submit(ready, at, **form, code_id=code_id)
    before = applicants.dump()
    again = applicants.submit(ready, later(), **form, code_id=code_id)
    assert again == first and again.receipt_number == first.receipt_number
    assert applicants.dump() == before, "a replay writes nothing and needs no second code"


def test_the_reply_is_the_same_after_the_deadline_and_after_a_decision(world: World) -> None:
    ready = applicants.ready(world)
    form = applicants.check_page(ready)
    first = applicants.submit(ready, **form)
    applicants.approve(ready)
    assert applicants.submit(ready, later(days=40), **form) == first
    assert ready.reloaded().state == states.APPROVED


def test_a_token_is_good_for_what_its_page_showed(world: World) -> None:
    ready = applicants.ready(world)
    form = applicants.check_page(ready)
    applicants.submit(ready, **form)
    before = applicants.dump()
    assert applicants.refused(applicants.submit, ready, **{**form, "shown": "0" * 64}) == "token:other"
    other = applicants.ready(world)
    assert (
        applicants.refused(applicants.submit, other, **{**applicants.check_page(other), "token": form["token"]})
        == "token:other"
    )
    assert before["applications_version"] == applicants.dump()["applications_version"]


def test_replay_answers_none_for_a_new_form(world: World) -> None:
    ready = applicants.ready(world)
    assert submitting.replay(ready.application.pk, uuid4(), "0" * 64) is None


def test_the_second_tab_is_told_that_it_is_submitted(world: World) -> None:
    ready = applicants.ready(world)
    tabs = [applicants.check_page(ready), applicants.check_page(ready)]
    assert tabs[0]["token"] != tabs[1]["token"] and tabs[0]["shown"] == tabs[1]["shown"]
    applicants.submit(ready, **tabs[0])
    assert applicants.refused(applicants.submit, ready, **tabs[1]) == "move:submitted:submit"
    assert Version.objects.count() == 1


STALE = {
    "a field saved in another tab": lambda ready: applicants.dossier_actions.save_basics(
        actor=ready.person, at=later(), values={"email": "neu@example.com"}
    ),
    "a document replaced": lambda ready: applicants.upload(ready.world, ready.person, "portrait", seed=2),
    "other choices": lambda ready: applicants.arrange(ready, [ready.world.line("0700")]),
    "the answer to adjustment": lambda ready: applicants.arrange(ready, [ready.world.line()], False),
}


@pytest.mark.parametrize("change", STALE.values(), ids=list(STALE))
def test_what_changed_after_the_check_page_is_checked_again(world: World, change) -> None:  # type: ignore[no-untyped-def]
    ready = applicants.ready(world)
    form, at = applicants.check_page(ready), later()
    code_id = applicants.code(ready.person, "submit", at)
    change(ready)
    before = applicants.dump(leave_out=["kernel_clocksetting"])
    assert applicants.refused(applicants.submit, ready, at, **form, code_id=code_id) == "submit:changed"
    assert applicants.dump(leave_out=["kernel_clocksetting"]) == before, "nor is the code used up"
    assert applicants.submit(ready, later(), code_id=code_id).ordinal == 1


def test_a_save_that_changes_nothing_does_not_spoil_the_page(world: World) -> None:
    ready = applicants.ready(world)
    form = applicants.check_page(ready)
    applicants.dossier_actions.save_basics(actor=ready.person, at=later(), values={"email": "hzy@example.com"})
    assert applicants.submit(ready, **form).ordinal == 1


def test_a_page_from_before_a_withdrawal_is_no_consent_to_submit_again(world: World) -> None:
    ready = applicants.ready(world)
    old_tab = applicants.check_page(ready)
    applicants.submit(ready)
    applicants.withdraw(ready)
    assert applicants.refused(applicants.submit, ready, **old_tab) == "submit:changed"


def test_a_page_from_before_a_return_does_not_resubmit(world: World) -> None:
    ready = applicants.ready(world)
    old_tab = applicants.check_page(ready)
    applicants.submit(ready)
    applicants.send_back(ready)
    assert applicants.refused(applicants.submit, ready, **old_tab) == "submit:changed"
