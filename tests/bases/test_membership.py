"""Who works for a base: what a role gives and when it ends, who is seen by whom, who may change it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.accounts.offices import accept, invite, refused
from tests.tampering import past_the_triggers
from zhupei.accounts.models import Post, User
from zhupei.bases import actions, queries, rules
from zhupei.bases.models import Base, Membership

pytestmark = pytest.mark.django_db
ADMINISTRATOR, REVIEWER = "administrator", "reviewer"


@pytest.fixture
def base() -> Base:
    return factories.base(code="B2")


def of(user: User) -> Membership:
    return user.memberships.get()


def ended(user: User, at: datetime) -> User:
    user.memberships.update(ended_at=at)
    return user


# --- what a role gives ---------------------------------


def test_a_role_is_one_at_its_base_and_none_elsewhere(base: Base) -> None:
    reviewer, other = factories.staff(REVIEWER, base), factories.base()

    assert queries.roles_at(reviewer, base) == {REVIEWER}
    assert queries.roles_at(reviewer, other) == set()
    assert queries.roles_at(factories.staff(REVIEWER, other), base) == set()
    assert queries.roles_at(factories.applicant(), base) == set()
    assert queries.roles_at(factories.staff("province"), base) == set()


def test_who_waits_or_has_left_is_nothing_there(base: Base, noon: datetime) -> None:
    waiting = factories.staff(REVIEWER, base, pending=True)
    former = ended(factories.staff(REVIEWER, base), noon)

    for nobody in (waiting, former):
        assert queries.roles_at(nobody, base) == set()
        assert queries.memberships(nobody) == list(queries.current_memberships(nobody)) == []


def test_two_roles_at_two_bases_are_told_in_the_order_of_the_bases(base: Base, noon: datetime) -> None:
    user, first = factories.staff(REVIEWER, base), factories.base(code="A1")
    for role in (REVIEWER, ADMINISTRATOR):
        Membership.objects.create(user=user, base=first, role=role, granted_at=noon, confirmed_at=noon)

    assert [(row.base.code, row.role) for row in queries.memberships(user)] == [
        ("A1", ADMINISTRATOR),
        ("A1", REVIEWER),
        ("B2", REVIEWER),
    ]
    assert queries.roles_at(user, first) == {ADMINISTRATOR, REVIEWER}


def test_the_database_keeps_one_such_role_at_a_time(base: Base, noon: datetime) -> None:
    reviewer = factories.staff(REVIEWER, base)
    row = {"user": reviewer, "base": base, "role": REVIEWER, "granted_at": noon}

    with pytest.raises(IntegrityError, match="bases_membership_once"), transaction.atomic():
        Membership.objects.create(**row)
    ended(reviewer, noon)
    Membership.objects.create(**row)

    assert Membership.objects.filter(user=reviewer).count() == 2


# --- who is seen ---------------------------------------


def test_a_base_sees_its_own_people_administrators_first(base: Base, noon: datetime) -> None:
    reviewer, waiting = factories.staff(REVIEWER, base), factories.staff(REVIEWER, base, pending=True)
    chief = factories.staff(ADMINISTRATOR, base)
    ended(factories.staff(REVIEWER, base), noon)
    factories.staff(REVIEWER)

    found = [row.user for row in queries.members(base)]

    assert found[0] == chief and set(found) == {chief, reviewer, waiting}


def test_the_security_desk_sees_the_staff_of_all_bases_and_nobody_who_has_left(base: Base, noon: datetime) -> None:
    chief = factories.staff(ADMINISTRATOR, factories.base(code="A1"))
    reviewer = factories.staff(REVIEWER, base)
    ended(factories.staff(REVIEWER, base), noon)

    assert [row.user for row in queries.staff_of_bases()] == [chief, reviewer]


def test_who_waits_is_listed_by_base_and_then_by_time(base: Base, noon: datetime) -> None:
    late, early = (factories.staff(REVIEWER, base, pending=True) for _ in range(2))
    first = factories.staff(REVIEWER, factories.base(code="A1"), pending=True)
    factories.staff(REVIEWER, base)
    with past_the_triggers():
        Membership.objects.filter(user=late).update(granted_at=noon + timedelta(hours=1))

    assert [row.user for row in queries.waiting_memberships()] == [first, early, late]
    assert sorted(queries.pending_since())[-1] == noon + timedelta(hours=1)
    assert len(queries.pending_since()) == 3


def test_what_a_person_waits_for_is_his_own(base: Base) -> None:
    waiting, officer = factories.staff(REVIEWER, base, pending=True), factories.staff("province", pending=True)
    factories.staff(REVIEWER, base, pending=True)

    assert queries.pending_of(waiting) == [of(waiting)]
    assert queries.pending_of(officer) == [Post.objects.get(user=officer)]


def test_what_was_not_confirmed_is_told_to_its_holder_latest_first(base: Base, noon: datetime) -> None:
    user, security = factories.staff(REVIEWER, base, pending=True), factories.staff("security")
    for hour in range(7):
        row = of(user) if hour == 0 else Membership.objects.create(user=user, base=base, role=REVIEWER, granted_at=noon)
        actions.refuse_membership(
            actor=security, membership_id=row.pk, reason=f"原因说明{hour}", at=noon + timedelta(hours=hour)
        )

    told = queries.refused_of(user)

    assert [row.refusal for row in told] == [f"原因说明{hour}" for hour in (6, 5, 4, 3, 2)]
    assert queries.refused_of(factories.staff(REVIEWER, base)) == []


def test_former_bases_are_known_and_not_offered(base: Base) -> None:
    former = factories.base(active=False)

    assert {base.pk, former.pk} <= queries.known().keys()
    assert base in queries.active() and former not in queries.active()


# --- who may change it ---------------------------------


@pytest.mark.parametrize("roles", [set(), {REVIEWER}, {ADMINISTRATOR}, {ADMINISTRATOR, REVIEWER}], ids=sorted)
@pytest.mark.parametrize("role", [REVIEWER, ADMINISTRATOR])
@pytest.mark.parametrize("gone", [False, True])
def test_administrators_end_reviewers_who_are_there(roles: set[str], role: str, gone: bool, noon: datetime) -> None:
    row = Membership(role=role, ended_at=noon if gone else None)

    inviting, ending = rules.inviting_reviewer(roles), rules.ending_reviewer(roles, row)

    chief = ADMINISTRATOR in roles
    expected = None if chief else "member:forbidden"
    if chief:
        expected = "member:administrator" if role == ADMINISTRATOR else "member:ended" if gone else None
    assert (inviting and inviting.code) == (None if chief else "member:forbidden")
    assert (ending and ending.code) == expected


def test_an_administrator_reaches_no_other_base(base: Base, noon: datetime) -> None:
    chief, stranger = factories.staff(ADMINISTRATOR, base), factories.staff(REVIEWER)
    given: dict[str, Any] = {"login_name": "new.one", "name": "木婷婷", "phone": factories.phone(), "at": noon}

    assert refused(actions.end_reviewer, actor=chief, membership_id=of(stranger).pk, at=noon) == "member:forbidden"
    assert refused(actions.invite_reviewer, actor=chief, base=of(stranger).base, **given) == "member:forbidden"
    assert refused(actions.invite_reviewer, actor=chief, base=base, **given) is None


@pytest.mark.parametrize("role", ["system", "audit", "province", REVIEWER, ADMINISTRATOR])
def test_only_the_security_administrator_ends_any_role(role: str, base: Base, noon: datetime) -> None:
    held = of(factories.staff(REVIEWER, base))

    assert refused(actions.end_membership, actor=factories.staff(role), membership_id=held.pk, at=noon) is not None
    assert refused(actions.end_membership, actor=factories.staff("security"), membership_id=held.pk, at=noon) is None
    assert queries.roles_at(held.user, base) == set()


def test_whoever_accepts_an_invitation_waits_to_be_confirmed(noon: datetime) -> None:
    province, security = factories.staff("province"), factories.staff("security")
    user = accept(invite(province, REVIEWER, noon), noon)
    row = of(user)
    assert row.is_pending and row.granted_by == province
    assert queries.roles_at(user, row.base) == set()

    actions.confirm_membership(actor=security, membership_id=row.pk, at=noon + timedelta(minutes=5))

    assert queries.roles_at(user, row.base) == {REVIEWER}
    assert (of(user).confirmed_by, of(user).confirmed_at) == (security, noon + timedelta(minutes=5))
