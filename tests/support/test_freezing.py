"""A frozen account waits: nobody logs in, nobody decides, nothing is lost."""

import pytest

from tests import applicants, factories
from tests.accounts.people import guess
from tests.support.given import OWNER_PHONE, Desk, is_in, messages, signed_in
from tests.world_small import CLOSES, World, later
from zhupei.accounts.models import User
from zhupei.applications import actions, states
from zhupei.approvals import verbs
from zhupei.kernel.refusals import Refused
from zhupei.reports import invariants
from zhupei.support.acts import FREEZE, RELEASE, REPLACE_PHONE, UNFREEZE


def login(number: str, password: str) -> str:
    try:
        guess(later(), number, password)
    except Refused as refused:
        return refused.refusal.code
    return "in"


def test_he_is_out_and_learns_why_only_with_the_right_password(world: World, desk: Desk) -> None:
    person = factories.applicant()
    number, session = person.document_number.plain(), signed_in(person)

    desk.carry_out(FREEZE, person)

    assert not is_in(session)
    assert login(number, "Wrong-1password") == "login:wrong"
    assert login(number, factories.PASSWORD) == "login:frozen"
    assert not [f for f in invariants.findings() if f.number != 5]


def test_unfrozen_he_logs_in_again_but_no_old_session_comes_back(world: World, desk: Desk) -> None:
    person = factories.applicant()
    session = signed_in(person)
    desk.carry_out(FREEZE, person)

    desk.carry_out(UNFREEZE, person)

    assert not is_in(session)
    assert login(person.document_number.plain(), factories.PASSWORD) == "in"


def test_both_telephones_are_told_each_time(world: World, desk: Desk) -> None:
    person = factories.applicant()
    desk.carry_out(FREEZE, person)
    desk.carry_out(UNFREEZE, person)
    for phone in (person.phone.plain(), OWNER_PHONE):
        frozen, unfrozen = messages(phone)
        assert "账号已冻结" in frozen and "账号已解除冻结" in unfrozen


def test_one_telephone_is_told_once(world: World, desk: Desk) -> None:
    person = factories.applicant()
    desk.carry_out(FREEZE, person, phone=person.phone.plain())
    assert len(messages(person.phone.plain())) == 1


@pytest.mark.parametrize("act", [applicants.approve, applicants.reject, applicants.send_back])
def test_no_decision_while_frozen(world: World, desk: Desk, act: object) -> None:
    waiting = applicants.submitted(world)
    desk.carry_out(FREEZE, waiting.person)

    assert applicants.refused(act, waiting) == "account:frozen"  # type: ignore[arg-type]
    assert waiting.reloaded().state == states.SUBMITTED

    desk.carry_out(UNFREEZE, waiting.person)
    act(waiting)  # type: ignore[operator]


def test_no_revocation_and_no_onsite_check_while_frozen(world: World, desk: Desk) -> None:
    approved = applicants.approved(world)
    desk.carry_out(FREEZE, approved.person)

    assert applicants.refused(applicants.revoke, approved) == "account:frozen"
    check = {"application_id": approved.application.pk, "version_id": approved.version_id, "passed": True}
    assert applicants.refused(actions.check_on_site, **check, actor=world.reviewer, at=later()) == "account:frozen"


def test_the_clock_does_not_end_a_correction_that_nobody_could_make(world: World, desk: Desk) -> None:
    returned = applicants.returned(world)
    desk.carry_out(FREEZE, returned.person)
    after = CLOSES.replace(month=8)

    actions.lapse(application_id=returned.application.pk, at=after)
    assert returned.reloaded().state == states.RETURNED

    desk.carry_out(UNFREEZE, returned.person)
    actions.lapse(application_id=returned.application.pk, at=after)
    assert returned.reloaded().state == states.REJECTED


def test_a_page_that_was_open_submits_withdraws_and_gives_up_nothing(world: World, desk: Desk) -> None:
    ready, submitted = applicants.ready(world), applicants.submitted(world)
    for person in (ready, submitted):
        desk.carry_out(FREEZE, person.person)

    assert applicants.refused(applicants.submit, ready) == "account:frozen"
    assert applicants.refused(applicants.withdraw, submitted) == "account:frozen"
    assert applicants.refused(applicants.give_up, submitted, CLOSES) == "account:frozen"


def test_a_frozen_account_can_be_released_and_given_another_telephone(world: World, desk: Desk) -> None:
    taken, lost = applicants.submitted(world), factories.applicant()
    for person in (taken.person, lost):
        desk.carry_out(FREEZE, person)

    desk.carry_out(RELEASE, taken.person)
    desk.carry_out(REPLACE_PHONE, lost)

    assert taken.reloaded().state == states.VOID
    lost.refresh_from_db()
    assert (lost.standing, lost.phone.plain()) == ("frozen", OWNER_PHONE)


def test_what_was_proposed_before_it_was_frozen_has_to_be_proposed_again(world: World, desk: Desk) -> None:
    person = factories.applicant()
    release = desk.propose(RELEASE, person)
    desk.carry_out(FREEZE, person)
    assert applicants.refused(desk.confirm, release) == "motion:overtaken"
    assert User.objects.get(pk=person.pk).standing == "frozen" and RELEASE in [v.name for v in verbs.known()]
