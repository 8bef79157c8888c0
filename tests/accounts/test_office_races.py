"""Races for offices, with real threads; each with a control in which the locks are off and the race is lost."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, models

from tests import factories
from tests.accounts.offices import finish, invite, prove
from tests.accounts.test_races import refusals
from tests.effort import TURNS, turns
from tests.races import together
from tests.tampering import past_the_triggers
from zhupei.accounts import office_queries
from zhupei.accounts.actions import roles
from zhupei.accounts.models import Post
from zhupei.audit.models import Event
from zhupei.bases import actions as bases
from zhupei.bases.models import Membership
from zhupei.kernel import locks

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
UNIQUE = ("accounts_one_oversight_phone", "accounts_one_oversight_name", "accounts_one_oversight_role")


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No named lock, no row lock, no unique index; whoever has looked takes a moment to write."""
    claims, security = office_queries.claims_beside, office_queries.security_administrators

    def slow_claims(*args: object) -> object:
        found = claims(*args)  # type: ignore[arg-type]
        time.sleep(0.03)
        return found

    def slow_security() -> object:
        time.sleep(0.03)
        return security()

    monkeypatch.setattr(locks, "hold", lambda name: None)
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda self, *args, **options: self.all())
    monkeypatch.setattr(office_queries, "claims_beside", slow_claims)
    monkeypatch.setattr(office_queries, "security_administrators", slow_security)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(UNIQUE)])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    assert len(indexes) == len(UNIQUE)
    yield
    forget_posts()
    with connection.cursor() as cursor:
        for _, definition in indexes:
            cursor.execute(definition)


def forget_posts() -> None:
    with past_the_triggers():
        Post.objects.all().delete()


def invite_at_once(at: datetime) -> list[str]:
    """One telephone is invited to two of the three."""
    system, phone = factories.staff("system"), factories.phone()
    return refusals(together(2, lambda i: invite(system, ("security", "audit")[i], at, phone=phone)))


@pytest.fixture
def promises_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if neither invitation had known of the other: what is left is the race of the acceptances."""
    claims = office_queries.claims_beside

    def held(*args: object) -> list[office_queries.Claim]:
        return [claim for claim in claims(*args) if claim.row[0] != "invitation"]  # type: ignore[arg-type]

    monkeypatch.setattr(office_queries, "claims_beside", held)


def accept_at_once(at: datetime) -> list[str]:
    """Two invitations of one telephone to two of the three, accepted at the same moment."""
    system, phone = factories.staff("system"), factories.phone()
    tokens = [invite(system, role, at, phone=phone) for role in ("security", "audit")]
    users = [prove(token, at + timedelta(minutes=2 * i)) for i, token in enumerate(tokens)]
    codes = refusals(together(2, lambda i: finish(tokens[i], users[i], at + timedelta(minutes=3))))
    assert Post.objects.pending().filter(user__in=users).count() == 2 - len(codes)
    return codes


def decide_at_once(at: datetime) -> tuple[list[str], Membership]:
    """Two security administrators, of whom one confirms and one refuses."""
    one, other = factories.staff("security"), factories.staff("security")
    row = factories.staff("reviewer", pending=True).memberships.get()

    def decide(i: int) -> object:
        if i:
            return bases.refuse_membership(actor=other, membership_id=row.pk, reason="不认识", at=at)
        return bases.confirm_membership(actor=one, membership_id=row.pk, at=at)

    codes = refusals(together(2, decide))
    row.refresh_from_db()
    return codes, row


def confirm_while_it_ends(at: datetime) -> tuple[list[str], list[str]]:
    """The refusals, and what the trail says of the holder in the order in which it was written."""
    one, other = factories.staff("security"), factories.staff("security")
    post = factories.staff("province", pending=True).posts.get()

    def decide(i: int) -> object:
        if i:
            return roles.end_post(actor=other, post_id=post.pk, at=at)
        return roles.confirm_post(actor=one, post_id=post.pk, at=at)

    codes = refusals(together(2, decide))
    said = Event.objects.filter(object_id=str(post.user_id)).order_by("pk")
    return codes, list(said.values_list("verb", flat=True))


def test_one_telephone_is_invited_to_one_office(noon: datetime) -> None:
    for turn in turns():
        assert invite_at_once(noon + timedelta(seconds=turn)) == ["offices:phone"]
        forget_posts()


def test_control_without_locks_it_is_invited_to_two(noon: datetime, unlocked: None) -> None:
    assert any(not invite_at_once(noon + timedelta(seconds=turn)) for turn in range(TURNS))


def test_of_two_decisions_one_counts(noon: datetime) -> None:
    for turn in turns():
        codes, row = decide_at_once(noon + timedelta(seconds=turn))
        assert codes in (["role:confirmed"], ["role:ended"])
        assert (row.confirmed_at is None) != (row.ended_at is None)


def test_control_without_locks_both_count(noon: datetime, unlocked: None) -> None:
    found = [decide_at_once(noon + timedelta(seconds=turn)) for turn in range(TURNS)]
    assert any(not codes for codes, _ in found)


CONFIRMED, ENDED = "account.confirm-role", "account.end-post"


def test_a_role_that_has_ended_is_not_confirmed(noon: datetime) -> None:
    for turn in turns():
        codes, said = confirm_while_it_ends(noon + timedelta(seconds=turn))
        assert (codes, said) in ((["role:ended"], [ENDED]), ([], [CONFIRMED, ENDED]))


def test_control_without_locks_it_is(noon: datetime, unlocked: None) -> None:
    found = [confirm_while_it_ends(noon + timedelta(seconds=turn)) for turn in range(TURNS)]
    assert ([], [ENDED, CONFIRMED]) in found


def test_of_two_invitations_accepted_at_once_one_counts(noon: datetime, promises_do_not_count: None) -> None:
    for turn in range(5):
        assert accept_at_once(noon + timedelta(hours=turn)) == ["offices:phone"]
        forget_posts()


def test_control_without_locks_both_are_accepted(noon: datetime, promises_do_not_count: None, unlocked: None) -> None:
    assert any(not accept_at_once(noon + timedelta(hours=turn)) for turn in range(5))


def test_where_the_lock_is_off_the_database_lets_one_pass(
    noon: datetime, promises_do_not_count: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "hold", lambda name: None)
    for turn in range(5):
        at = noon + timedelta(hours=turn)
        system, phone = factories.staff("system"), factories.phone()
        tokens = [invite(system, role, at, phone=phone) for role in ("security", "audit")]
        users = [prove(token, at + timedelta(minutes=2 * i)) for i, token in enumerate(tokens)]
        together(2, lambda i, t=tokens, u=users, a=at: finish(t[i], u[i], a + timedelta(minutes=3)))  # type: ignore[misc]
        assert Post.objects.pending().filter(user__in=users).count() == 1
