"""About whom, by whom and against what the support desk may act; another telephone; looking up."""

from datetime import timedelta
from typing import Any

import pytest

from tests import applicants, factories
from tests.accounts.people import guess
from tests.support.given import OWNER_PHONE, Desk, is_in, messages, signed_in
from tests.world_small import World, later
from zhupei.accounts.models import Device, User
from zhupei.approvals import verbs
from zhupei.audit.models import Event
from zhupei.kernel import clock
from zhupei.support import actions, motion_payload, rules
from zhupei.support.acts import FREEZE, RELEASE, REPLACE_PHONE, UNFREEZE


def test_another_telephone_ends_sessions_and_devices(world: World, desk: Desk) -> None:
    person = factories.applicant()
    old, session = person.phone.plain(), signed_in(person)
    Device.objects.create(user=person, token_hash="x", label="x", first_seen=later(), last_seen=later())

    desk.carry_out(REPLACE_PHONE, person)

    person.refresh_from_db()
    assert person.phone.plain() == OWNER_PHONE and not is_in(session)
    assert not Device.objects.filter(user=person).exists()
    assert "不再接收" in messages(old)[0] and "发到这里" in messages(OWNER_PHONE)[0]
    assert guess(later(), person.document_number.plain(), factories.PASSWORD) == person


def test_who_has_changed_his_telephone_himself_meanwhile_needs_no_other(world: World, desk: Desk) -> None:
    person = factories.applicant()
    motion = desk.propose(REPLACE_PHONE, person)
    User.objects.filter(pk=person.pk).update(phone_index="1" * 64)
    assert applicants.refused(desk.confirm, motion) == "motion:overtaken"


FAULTS: dict[str, dict[str, Any]] = {
    "phone:length": {"phone": "1390000"},
    "support:documents": {"documents": []},
    "support:way": {"way": "by telephone"},
    "motion:reason": {"reason": " "},
}


@pytest.mark.parametrize("code", FAULTS)
def test_what_is_missing_is_named(world: World, desk: Desk, code: str) -> None:
    found = applicants.refused(desk.propose, RELEASE, factories.applicant(), **FAULTS[code])
    assert found.partition(":")[0] == code.partition(":")[0], found


@pytest.mark.parametrize("verb", [RELEASE, REPLACE_PHONE, UNFREEZE])
def test_a_letter_alone_is_no_proof_of_who_somebody_is(world: World, desk: Desk, verb: str) -> None:
    person = factories.applicant()
    if verb == UNFREEZE:
        desk.carry_out(FREEZE, person)
    assert applicants.refused(desk.propose, verb, person, documents=["employer"]) == "support:identity"
    desk.carry_out(verb, person, documents=["employer", "household"])


def test_nor_is_it_when_the_second_person_confirms(world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.applicant()
    with monkeypatch.context() as before:
        before.setattr(rules, "IDENTITY", frozenset({"employer"}))
        motion = desk.propose(RELEASE, person, documents=["employer"])
    assert applicants.refused(desk.confirm, motion) == "support:identity"


@pytest.mark.parametrize("document", sorted(motion_payload.IDENTITY))
def test_each_paper_of_the_person_is_enough(world: World, desk: Desk, document: str) -> None:
    desk.propose(RELEASE, factories.applicant(), documents=[document])


def test_freezing_waits_for_no_papers(world: World, desk: Desk) -> None:
    person = factories.applicant()
    motion = desk.carry_out(FREEZE, person, documents=[], way="")
    assert ("核验的证件", "没有核验证件") in verbs.get(FREEZE).words(motion.contents)
    other = factories.applicant()
    assert applicants.refused(desk.propose, FREEZE, other, documents=["employer"], way="") == "support:way"
    desk.carry_out(FREEZE, other, documents=["employer"])


def test_the_takers_own_telephone_is_no_owners(world: World, desk: Desk) -> None:
    taker = factories.applicant()
    for verb in (RELEASE, REPLACE_PHONE):
        assert applicants.refused(desk.propose, verb, taker, phone=taker.phone.plain()) == "support:same-phone"


@pytest.mark.parametrize("who", ["first", "second"])
@pytest.mark.parametrize("alike", ["name", "phone"])
def test_nobody_acts_about_an_account_of_his_own(world: World, desk: Desk, who: str, alike: str) -> None:
    clerk = getattr(desk, who)
    given = {"name": clerk.name} if alike == "name" else {"phone": clerk.phone.plain()}
    person = factories.applicant(**given)

    if who == "first":
        assert applicants.refused(desk.propose, RELEASE, person) == "support:own"
    else:
        assert applicants.refused(desk.confirm, desk.propose(RELEASE, person)) == "support:own"


def test_nor_puts_in_his_own_telephone(world: World, desk: Desk) -> None:
    code = applicants.refused(desk.propose, RELEASE, factories.applicant(), phone=desk.first.phone.plain())
    assert code == "support:own-phone"


def test_accounts_of_staff_are_not_the_desks(world: World, desk: Desk) -> None:
    assert applicants.refused(desk.propose, FREEZE, factories.staff(name="李雪")) == "support:staff"


@pytest.mark.parametrize("role", ["province", "system", "security", "audit", "reviewer", "administrator"])
def test_no_other_office_proposes_confirms_or_looks_up(world: World, desk: Desk, role: str) -> None:
    other, person = factories.staff(role, name="李雪"), factories.applicant()
    assert applicants.refused(desk.propose, FREEZE, person, actor=other) == "motion:forbidden"
    assert applicants.refused(desk.confirm, desk.propose(FREEZE, person), actor=other) == "motion:forbidden"
    assert applicants.refused(actions.look_up, words="和志远", actor=other, at=later()) == "motion:forbidden"


def look_up(desk: Desk, words: str) -> list[User]:
    return list(actions.look_up(words=words, actor=desk.first, at=later()))


def test_one_box_understands_all_four(world: World, desk: Desk) -> None:
    person = applicants.submitted(world)
    who, application = person.person, person.reloaded()
    assert application.number and application.version
    typed = [
        who.document_number.plain(),
        who.document_number.plain().lower(),
        f"　{who.document_number.plain()} ",
        who.phone.plain(),
        f"+86 {who.phone.plain()[:3]} {who.phone.plain()[3:]}",
        application.number,
        application.number.lower(),
        application.number.replace("-", " — "),
        application.version.receipt_number,
        who.name[:2],
    ]
    for words in typed:
        assert look_up(desk, words) == [who], words


def test_a_released_account_is_still_found_beside_the_new_one(world: World, desk: Desk) -> None:
    taker = factories.applicant()
    desk.carry_out(RELEASE, taker)
    owner = factories.applicant(document_number=taker.document_number.plain(), name="和小远")
    assert {person.pk for person in look_up(desk, taker.document_number.plain())} == {taker.pk, owner.pk}


@pytest.mark.parametrize("words", ["和", "", "   ", "530102", "1390000", "2026-W1", "%", "_", "\x00", "'; DROP TABLE"])
def test_too_little_finds_nothing(world: World, desk: Desk, words: str) -> None:
    factories.applicant()
    try:
        assert look_up(desk, words) == []
    except Exception as refused:
        assert refused.args == ("look-up:unreadable",)


def test_at_most_twenty(world: World, desk: Desk) -> None:
    for _ in range(23):
        factories.applicant(name="木婷婷")
    assert len(look_up(desk, "木婷")) == 20


def test_every_look_up_is_on_the_record_without_what_was_typed(world: World, desk: Desk) -> None:
    person = factories.applicant()
    look_up(desk, person.document_number.plain())
    look_up(desk, "没有此人")

    found, none = Event.objects.filter(verb="support.look-up").order_by("pk")
    assert found.object_id == str(person.pk) and '"kind":"number"' in found.detail
    assert none.object_id == "0 accounts" and "没有此人" not in none.detail


def test_only_so_many_a_day(world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LOOK_UPS", rules.LOOK_UPS._replace(most=2))
    at = later()
    for _ in range(2):
        actions.look_up(words="和志远", actor=desk.first, at=at)
    assert applicants.refused(actions.look_up, words="和志远", actor=desk.first, at=at) == "look-up:limit"
    actions.look_up(words="和志远", actor=desk.second, at=at)

    with clock.frozen(clock.real() + timedelta(days=1, seconds=1)):
        actions.look_up(words="和志远", actor=desk.first, at=at)
