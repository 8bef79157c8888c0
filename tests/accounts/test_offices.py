"""Three offices in three hands: set up by three, confirmed by another, closed to everybody's second self."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.accounts.offices import (
    EVERY,
    NAMES,
    accept,
    candidates,
    confirm,
    finish,
    invite,
    officers,
    prove,
    refused,
    told,
)
from zhupei.accounts import queries
from zhupei.accounts.actions import founding, phones, roles
from zhupei.accounts.models import EXCLUSIVE_ROLES, OVERSIGHT_ROLES, Invitation, Post, User, VerificationCode
from zhupei.accounts.office_queries import told_apart
from zhupei.audit.models import Event
from zhupei.bases import queries as base_queries
from zhupei.kernel import clock

pytestmark = pytest.mark.django_db
PHONES = ("{}", "+86 {}", "0086{}", " {} ", "(86){}")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
NAMED = "阿依·古丽"
SPELLINGS = (NAMED, "阿依•古丽", "阿依．古丽", "阿依 · 古丽", "阿依古丽", "阿 依 · 古 丽", "阿依・古丽\u200b")
LATIN = ("Maria Li", "MARIA LI", "Ｍａｒｉａ Ｌｉ", "Maria  Li", "MariaLi")


# --- the first three ----------------------------------------


def test_the_first_three_begin_together_and_not_before(noon: datetime) -> None:
    tokens = founding.found(candidates=candidates(), at=noon)
    users = {}

    for role in ("audit", "system"):
        users[role] = accept(tokens[role], noon)
        assert not any(queries.posts(user) for user in users.values())
    users["security"] = accept(tokens["security"], noon)

    assert {role: queries.posts(user) for role, user in users.items()} == {role: {role} for role in users}
    events = Event.objects.filter(verb="account.begin-office", actor_id="")
    assert {event.object_id for event in events} == {str(user.pk) for user in users.values()}
    for event in events:
        others = [str(user.pk) for user in users.values() if str(user.pk) != event.object_id]
        assert all(other in event.detail for other in others)
    assert all(told(user, name) for user in users.values() for name in NAMES.values())


def test_a_pending_founder_does_nothing(noon: datetime) -> None:
    tokens = founding.found(candidates=candidates(), at=noon)
    system, security = accept(tokens["system"], noon), accept(tokens["security"], noon)
    post = Post.objects.get(user=system)

    assert refused(invite, system, "province", noon) == "invitation:forbidden"
    assert refused(roles.confirm_post, actor=security, post_id=post.pk, at=noon) == "role:forbidden"
    assert refused(roles.end_post, actor=security, post_id=post.pk, at=noon) == "role:forbidden"


def test_first_officers_come_once(noon: datetime) -> None:
    factories.staff("audit")
    assert refused(founding.found, candidates=candidates(), at=noon) == "offices:held"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("pair", [("system", "security"), ("system", "audit"), ("security", "audit")])
@pytest.mark.parametrize("spelling", PHONES)
def test_two_of_the_first_three_have_no_telephone_in_common(noon: datetime, pair: Any, spelling: str) -> None:
    phone = factories.phone()
    people = {pair[0]: phone, pair[1]: spelling.format(phone).translate(FULL_WIDTH)}
    given = candidates(**{role: founding.Candidate(f"{role}.x", NAMES[role], each) for role, each in people.items()})
    assert refused(founding.found, candidates=given, at=noon) == "offices:phone"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("first", "second"), [(NAMED, each) for each in SPELLINGS] + [(LATIN[0], e) for e in LATIN])
def test_two_of_the_first_three_have_no_name_in_common(noon: datetime, first: str, second: str) -> None:
    given = candidates(
        system=founding.Candidate("one", first, factories.phone()),
        audit=founding.Candidate("two", second, factories.phone()),
    )
    assert refused(founding.found, candidates=given, at=noon) == "offices:name"
    assert not Invitation.objects.exists()


def test_asked_again_it_keeps_who_has_come_and_gives_the_others_new_links(noon: datetime) -> None:
    people = candidates()
    first = founding.found(candidates=people, at=noon)
    accept(first["system"], noon)
    prove(first["security"], noon)
    late = noon + timedelta(days=8)

    second = founding.found(candidates=people, at=late)

    assert set(second) == {"security", "audit"}
    assert queries.open_invitation(first["audit"], late) is None
    accept(second["security"], late)
    accept(second["audit"], late)
    assert Post.objects.in_force().filter(role__in=OVERSIGHT_ROLES).count() == 3


def test_asked_again_for_another_person_it_dismisses_who_has_come(noon: datetime) -> None:
    people = candidates()
    accept(founding.found(candidates=people, at=noon)["system"], noon)
    other = founding.Candidate("system.two", "段云霞", factories.phone())
    tokens = founding.found(candidates={**people, "system": other}, at=noon + timedelta(minutes=2))
    assert set(tokens) == set(OVERSIGHT_ROLES)
    assert not Post.objects.current().exists()


def test_there_is_no_other_way_to_the_first_officers(noon: datetime) -> None:
    for role in OVERSIGHT_ROLES:
        assert refused(invite, None, role, noon) == "offices:first"


# --- one telephone, one name, one hand ----------------------------------------

APART = [(held, wanted) for held in EVERY for wanted in EVERY if {held, wanted} & set(OVERSIGHT_ROLES)]
ALONE = [(held, wanted) for held in EVERY for wanted in EVERY if {held, wanted} & set(EXCLUSIVE_ROLES)]
AT_THE_DESK = [pair for pair in ALONE if pair not in APART]
TOGETHER = [(held, wanted) for held in EVERY for wanted in EVERY if not {held, wanted} & set(EXCLUSIVE_ROLES)]


def holding(how: str, role: str, phone: str, name: str, at: datetime) -> None:
    """Somebody who has the role already, waits for it, or has been promised it."""
    if how == "promised":
        system = factories.staff("system")
        invite(system, role, at, phone=phone, name=name)
        system.posts.update(ended_at=at)
    else:
        factories.staff(role, phone=phone, name=name, pending=how == "pending")


@pytest.mark.parametrize("how", ["held", "pending", "promised"])
@pytest.mark.parametrize(("role", "wanted"), ALONE)
def test_a_telephone_of_the_three_or_of_the_support_desk_holds_nothing_else(
    noon: datetime, how: str, role: str, wanted: str
) -> None:
    phone = factories.phone()
    holding(how, role, phone, "和志远", noon)
    system = factories.staff("system")
    spelt = f"+86 {phone}".translate(FULL_WIDTH)

    code = "offices:support" if (role, wanted) in AT_THE_DESK else "offices:phone"
    assert refused(invite, system, wanted, noon, phone=spelt) == code

    assert not Invitation.objects.filter(role=wanted, invited_by=system).exists()


@pytest.mark.parametrize("how", ["held", "pending", "promised"])
@pytest.mark.parametrize(("role", "wanted"), APART)
def test_a_name_counts_among_the_three_only(noon: datetime, how: str, role: str, wanted: str) -> None:
    holding(how, role, factories.phone(), NAMED, noon)
    system = factories.staff("system")
    both = {role, wanted} <= set(OVERSIGHT_ROLES)
    for spelling in SPELLINGS[1:]:
        again = {"login_name": "new.one"} if wanted in OVERSIGHT_ROLES else {}
        code = refused(invite, system, wanted, noon, name=spelling, **again)
        assert code == ("offices:name" if both else None), spelling


@pytest.mark.parametrize(("role", "wanted"), TOGETHER)
def test_other_roles_may_have_a_telephone_in_common(noon: datetime, role: str, wanted: str) -> None:
    phone = factories.phone()
    factories.staff(role, phone=phone)
    assert refused(invite, factories.staff("system"), wanted, noon, phone=phone) is None


@pytest.mark.parametrize("wanted", EVERY)
def test_what_was_free_when_inviting_is_asked_again_when_accepting(noon: datetime, wanted: str) -> None:
    phone = factories.phone()
    token = invite(factories.staff("system"), wanted, noon, phone=phone)
    user = prove(token, noon)
    factories.staff("audit", phone=phone)

    assert refused(finish, token, user, noon) == "offices:phone"

    user.refresh_from_db()
    assert not user.is_active and not base_queries.pending_of(user)


@pytest.mark.parametrize(("role", "wanted"), AT_THE_DESK)
def test_the_support_desk_is_asked_about_again_when_accepting_and_confirming(
    noon: datetime, role: str, wanted: str
) -> None:
    system, security, taken = factories.staff("system"), factories.staff("security"), factories.phone()
    early = invite(system, wanted, noon, phone=taken)
    proved = prove(early, noon)
    accepted = accept(invite(system, wanted, noon), noon)
    row = base_queries.pending_of(accepted)[0]
    factories.staff(role, phone=taken)
    User.objects.filter(pk=accepted.pk).update(phone_index=queries.phone_index(taken))

    assert refused(finish, early, proved, noon) == "offices:support"
    assert refused(confirm, security, row, noon) == "offices:support"

    assert [each.pk for each in base_queries.pending_of(accepted)] == [row.pk]
    assert not base_queries.pending_of(proved)


def test_support_staff_do_not_move_to_a_colleagues_telephone(noon: datetime) -> None:
    support, colleague, reviewer = (factories.staff(role) for role in ("support", "support", "reviewer"))
    for mover, target in ((support, colleague), (support, reviewer), (reviewer, support)):
        assert refused(change_phone, mover, target.phone.plain(), noon) == "offices:support"
    assert refused(change_phone, support, factories.phone(), noon) is None


@pytest.mark.parametrize("wanted", EVERY)
def test_and_when_confirming(noon: datetime, wanted: str) -> None:
    security, phone = factories.staff("security"), factories.phone()
    user = accept(invite(factories.staff("system"), wanted, noon), noon)
    row = base_queries.pending_of(user)[0]
    if wanted in OVERSIGHT_ROLES:
        factories.staff("reviewer", phone=phone)
    else:
        factories.staff("audit", phone=phone)
    User.objects.filter(pk=user.pk).update(phone_index=queries.phone_index(phone))

    assert refused(confirm, security, row, noon) == "offices:phone"
    assert not row._meta.model._default_manager.in_force().filter(pk=row.pk).exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("same", ["phone", "name"])
def test_the_database_keeps_a_second_self_out(noon: datetime, same: str) -> None:
    first = factories.staff("system")
    second = factories.staff("reviewer", **{same: first.phone.plain() if same == "phone" else first.name})
    for role in ("security", "audit"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(user=second, role=role, granted_at=noon, **told_apart(second))
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(user=second, role=role, granted_at=noon)


def test_changing_the_telephone_opens_no_way_to_another_office(noon: datetime) -> None:
    three, reviewer = officers(), factories.staff("reviewer")
    for mover, target in (("system", three["audit"]), ("audit", reviewer)):
        assert refused(change_phone, three[mover], target.phone.plain(), noon) == "offices:phone"
    assert refused(change_phone, reviewer, three["audit"].phone.plain(), noon) == "offices:phone"
    free = factories.phone()
    assert refused(change_phone, three["system"], free, noon) is None
    assert Post.objects.get(user=three["system"]).phone_index == queries.phone_index(free)


def change_phone(user: User, phone: str, at: datetime) -> None:
    """Past the password, with codes of both telephones."""
    codes = {}
    numbers = {phones.LEAVE: user.phone.plain(), phones.ARRIVE: phone}
    for purpose, key in ((phones.LEAVE, "present_code_id"), (phones.ARRIVE, "code_id")):
        row = VerificationCode.objects.create(
            purpose=purpose,
            phone_index=queries.phone_index(numbers[purpose]),
            user=user,
            session_hash="0" * 64,
            code_hash="0" * 64,
            sent_at=clock.real(),
            expires_at=clock.real() + timedelta(minutes=5),
        )
        codes[key] = row.pk
    phones._change(actor=user, phone=phone, at=at, **codes)


def test_the_database_refuses_a_change_of_telephone_whoever_makes_it(noon: datetime) -> None:
    three = officers()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=three["system"].pk).update(phone_index=three["audit"].phone_index)
