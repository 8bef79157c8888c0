"""A double click, a lost reply, a second tab, a page left open: the same receipt, or nothing and a reason."""

from uuid import uuid4

import pytest

from tests import cast
from tests.world_small import World, later
from zhupei.applications import states
from zhupei.applications.actions import submitting
from zhupei.applications.models import Version


def test_the_same_form_again_finds_the_same_receipt(world: World) -> None:
    ready = cast.ready(world)
    form, at = cast.check_page(ready), later()
    code_id = cast.code(ready.person, "submit", at)
    first = cast.submit(ready, at, **form, code_id=code_id)
    before = cast.dump()
    again = cast.submit(ready, later(), **form, code_id=code_id)
    assert again == first and again.receipt_number == first.receipt_number
    assert cast.dump() == before, "a replay writes nothing and needs no second code"


def test_the_reply_is_the_same_after_the_deadline_and_after_a_decision(world: World) -> None:
    ready = cast.ready(world)
    form = cast.check_page(ready)
    first = cast.submit(ready, **form)
    cast.approve(ready)
    assert cast.submit(ready, later(days=40), **form) == first
    assert ready.fresh().state == states.APPROVED


def test_a_token_is_good_for_what_its_page_showed(world: World) -> None:
    ready = cast.ready(world)
    form = cast.check_page(ready)
    cast.submit(ready, **form)
    before = cast.dump()
    assert cast.refused(cast.submit, ready, **{**form, "shown": "0" * 64}) == "token:other"
    other = cast.ready(world)
    assert cast.refused(cast.submit, other, **{**cast.check_page(other), "token": form["token"]}) == "token:other"
    assert before["applications_version"] == cast.dump()["applications_version"]


def test_replay_answers_none_for_a_new_form(world: World) -> None:
    ready = cast.ready(world)
    assert submitting.replay(ready.application.pk, uuid4(), "0" * 64) is None


def test_the_second_tab_is_told_that_it_is_submitted(world: World) -> None:
    ready = cast.ready(world)
    tabs = [cast.check_page(ready), cast.check_page(ready)]
    assert tabs[0]["token"] != tabs[1]["token"] and tabs[0]["shown"] == tabs[1]["shown"]
    cast.submit(ready, **tabs[0])
    assert cast.refused(cast.submit, ready, **tabs[1]) == "move:submitted:submit"
    assert Version.objects.count() == 1


STALE = {
    "a field saved in another tab": lambda ready: cast.dossier_actions.save_basics(
        actor=ready.person, at=later(), values={"email": "neu@example.com"}
    ),
    "a document replaced": lambda ready: cast.upload(ready.world, ready.person, "portrait", seed=2),
    "other choices": lambda ready: cast.arrange(ready, [ready.world.line("0700")]),
    "the answer to adjustment": lambda ready: cast.arrange(ready, [ready.world.line()], False),
}


@pytest.mark.parametrize("change", STALE.values(), ids=list(STALE))
def test_what_changed_after_the_check_page_is_checked_again(world: World, change) -> None:  # type: ignore[no-untyped-def]
    ready = cast.ready(world)
    form, at = cast.check_page(ready), later()
    code_id = cast.code(ready.person, "submit", at)
    change(ready)
    before = cast.dump(leave_out=["kernel_clocksetting"])
    assert cast.refused(cast.submit, ready, at, **form, code_id=code_id) == "submit:changed"
    assert cast.dump(leave_out=["kernel_clocksetting"]) == before, "nor is the code used up"
    assert cast.submit(ready, later(), code_id=code_id).ordinal == 1


def test_a_save_that_changes_nothing_does_not_spoil_the_page(world: World) -> None:
    ready = cast.ready(world)
    form = cast.check_page(ready)
    cast.dossier_actions.save_basics(actor=ready.person, at=later(), values={"email": "hzy@example.com"})
    assert cast.submit(ready, **form).ordinal == 1


def test_a_page_from_before_a_withdrawal_is_no_consent_to_submit_again(world: World) -> None:
    ready = cast.ready(world)
    old_tab = cast.check_page(ready)
    cast.submit(ready)
    cast.withdraw(ready)
    assert cast.refused(cast.submit, ready, **old_tab) == "submit:changed"


def test_a_page_from_before_a_return_does_not_resubmit(world: World) -> None:
    ready = cast.ready(world)
    old_tab = cast.check_page(ready)
    cast.submit(ready)
    cast.send_back(ready)
    assert cast.refused(cast.submit, ready, **old_tab) == "submit:changed"
