"""A number taken by a stranger goes back to its owner, whole, in one transaction."""

from typing import Any

import pytest

from tests import applicants, factories
from tests.accounts.people import guess
from tests.support.given import OWNER_PHONE, Desk, is_in, messages, signed_in
from tests.world_small import World, later
from zhupei.accounts import queries as accounts
from zhupei.accounts.actions.registration import _create, _Person
from zhupei.accounts.models import Device, User
from zhupei.applications import desk_queries, queries, review_queries, states
from zhupei.applications.models import Transition, VersionDocument
from zhupei.audit.models import Event
from zhupei.dossiers.models import Document
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refused
from zhupei.reports import competition, funnel, invariants
from zhupei.support.acts import RELEASE

INTO = {
    "submitted": applicants.submitted,
    "returned": applicants.returned,
    "approved": applicants.approved,
}


def rejected(world: World) -> applicants.WorldApplicant:
    found = applicants.submitted(world)
    applicants.reject(found)
    return found


def register(number: str) -> User | None:
    return _create(_Person("resident-id", number, "和志远", OWNER_PHONE), "x", later())


@pytest.mark.parametrize("prepare", [*INTO.values(), rejected], ids=[*INTO, "rejected"])
def test_what_he_submitted_leaves_every_desk_and_count(world: World, desk: Desk, prepare: Any) -> None:
    taker = prepare(world)
    base = world.line().base
    counted = competition.count(world.first)

    desk.carry_out(RELEASE, taker.person)

    application = taker.reloaded()
    assert application.state == states.VOID and application.correction_until is None
    last = Transition.objects.filter(application=application).latest("pk")
    assert (last.verb, last.role, last.actor) == ("void", "support", desk.second)
    assert not queries.visible_to(world.reviewer).exists()
    assert review_queries.counts(base, review_queries.ReviewFilter()) == {}
    assert desk_queries.is_void_here(base, application.pk)
    assert not competition.count(world.first) and (bool(counted) is (prepare is not rejected))
    assert (funnel.of(world.first).total, funnel.of(world.first).accounts) == (0, 0)
    assert not [f for f in invariants.findings() if f.number != 5]


def test_files_and_versions_stay_as_evidence(world: World, desk: Desk) -> None:
    taker = applicants.submitted(world)
    version = taker.reloaded().version

    desk.carry_out(RELEASE, taker.person)

    kept = VersionDocument.objects.filter(version=version)
    assert kept and all(vault.exists(Document.objects.get(pk=row.document_id).clean_key) for row in kept)


def test_a_draft_stays_a_draft(world: World, desk: Desk) -> None:
    taker = applicants.ready(world)
    desk.carry_out(RELEASE, taker.person)
    assert taker.reloaded().state == states.DRAFT


def test_he_is_out_at_the_next_click_and_stays_out(world: World, desk: Desk) -> None:
    taker = factories.applicant()
    number, session = taker.document_number.plain(), signed_in(taker)
    Device.objects.create(user=taker, token_hash="x", label="x", first_seen=later(), last_seen=later())
    assert is_in(session)

    desk.carry_out(RELEASE, taker)

    assert not is_in(session)
    assert not Device.objects.filter(user=taker).exists()
    with pytest.raises(Refused) as caught:
        guess(later(), number, factories.PASSWORD)
    assert caught.value.refusal.code == "login:wrong"
    assert accounts.by_number_and_phone(number, taker.phone.plain(), later().date()) is None


def test_the_owner_registers_at_once_and_is_nobodys_successor(world: World, desk: Desk) -> None:
    taker = applicants.submitted(world)
    number = taker.person.document_number.plain()
    assert register(number) is None

    desk.carry_out(RELEASE, taker.person)

    owner = register(number)
    assert owner is not None and owner.pk != taker.person.pk
    assert accounts.by_number(number, later().date()) == owner
    assert register(number) is None, "and now it is his"
    assert not owner.applications.exists()


def test_both_telephones_are_told(world: World, desk: Desk) -> None:
    taker = applicants.submitted(world)

    desk.carry_out(RELEASE, taker.person)

    (his,), (owners,) = messages(taker.person.phone.plain()), messages(OWNER_PHONE)
    assert "账号已关闭" in his and "作废" in his and "重新注册" not in his
    assert "重新注册" in owners


def test_the_trail_names_both_persons_and_no_number(world: World, desk: Desk) -> None:
    taker = applicants.submitted(world)
    motion = desk.carry_out(RELEASE, taker.person)

    events = Event.objects.filter(object_id=str(taker.person.pk), verb__in=("motion.propose", "account.release"))
    assert [(e.verb, e.actor_id) for e in events.order_by("pk")] == [
        ("motion.propose", str(desk.first.pk)),
        ("account.release", str(desk.second.pk)),
    ]
    assert all(str(motion.pk) in event.detail for event in events)
    assert not invariants.findings({14})


def test_he_cannot_keep_it_off_by_changing_what_is_his(world: World, desk: Desk) -> None:
    """Another telephone and another submission do not overtake the motion."""
    taker = applicants.ready(world)
    motion = desk.propose(RELEASE, taker.person)
    fresh = factories.phone()
    taker.person.phone, taker.person.phone_index = fresh, accounts.phone_index(fresh)
    taker.person.save()
    applicants.submit(taker)

    desk.confirm(motion)

    assert taker.reloaded().state == states.VOID
    assert messages(fresh)


def test_it_is_final(world: World, desk: Desk) -> None:
    taker = factories.applicant()
    desk.carry_out(RELEASE, taker)
    for verb in ("account.freeze", "account.unfreeze", "account.replace-phone", RELEASE):
        with pytest.raises(Refused) as caught:
            desk.propose(verb, taker)
        assert caught.value.refusal.code.startswith("move:released:")
