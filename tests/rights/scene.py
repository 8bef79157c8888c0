"""A small world in which every act could be done, and a person for every role and relation to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection

from tests import applicants, factories, world_small
from tests.support.given import Desk
from tests.world_small import later
from zhupei.accounts import states as account_states
from zhupei.accounts.models import Post, User
from zhupei.bases.models import Membership
from zhupei.dossiers.models import Document

OFFICES = ("province", "system", "security", "audit", "support", "technical")


@dataclass
class Scene:
    """One application in each state that matters, all of the same base; `at` is the moment of every act."""

    world: world_small.World
    draft: applicants.WorldApplicant
    submitted: applicants.WorldApplicant
    approved: applicants.WorldApplicant
    desk: Desk
    people: dict[str, User]
    at: datetime = field(default_factory=later)

    def code(self, purpose: str, who: applicants.WorldApplicant) -> Any:
        return applicants.code(who.person, purpose, self.at)

    def offered(self) -> Document:
        """A repaired portrait that the owner of the draft may take."""
        old = Document.objects.get(dossier__person=self.draft.person, slot="portrait", replaced_at=None)
        rows = {field.name: getattr(old, field.name) for field in Document._meta.fields if not field.primary_key}
        return Document.objects.create(
            **{**rows, "state": Document.State.OFFERED, "made_from": old, "uploaded_at": self.at}
        )


def build() -> Scene:
    world = world_small.load()
    draft, submitted, approved = applicants.ready(world), applicants.submitted(world), applicants.approved(world)
    draft.person.dossier.employments.create(
        employer="样例医院", post="医师", started=date(2024, 8, 1), created_at=later()
    )
    desk = Desk()
    people = {
        "owner_of_the_draft": draft.person,
        "owner_of_the_submitted": submitted.person,
        "owner_of_the_approved": approved.person,
        "other_applicant": factories.applicant(),
        "frozen_applicant": factories.applicant(standing=account_states.FROZEN, is_active=False),
        "disabled_applicant": factories.applicant(is_active=False, password=make_password("x")),
        "nobody": User(pk=uuid4(), kind=User.Kind.APPLICANT, name="无名"),
        "reviewer": world.reviewer,
        "administrator": world.administrator,
        "other_reviewer": factories.staff("reviewer", world.b),
        "other_administrator": factories.staff("administrator", world.b),
        "former_reviewer": _ended(factories.staff("reviewer", world.a)),
        "former_administrator": _ended(factories.staff("administrator", world.a)),
        "pending_reviewer": factories.staff("reviewer", world.a, pending=True),
        "pending_administrator": factories.staff("administrator", world.a, pending=True),
        "disabled_administrator": factories.staff("administrator", world.a, is_active=False),
        **{office: factories.staff(office) for office in OFFICES if office != "support"},
        "support": desk.first,
        "colleague_at_support": desk.second,
        "former_province": _ended(factories.staff("province")),
        "former_support": _ended(factories.staff("support")),
        "pending_province": factories.staff("province", pending=True),
        "pending_support": factories.staff("support", pending=True),
        "disabled_support": factories.staff("support", is_active=False),
    }
    return Scene(world, draft, submitted, approved, desk, people)


def _ended(user: User) -> User:
    for model in (Membership, Post):
        model._default_manager.filter(user=user).update(ended_at=later())
    return user


def role_ended(user: User) -> None:
    """While the page was open; `user` still is what the guard has let in."""
    _ended(user)


def account_closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def account_frozen(user: User) -> None:
    User.objects.filter(pk=user.pk).update(standing=account_states.FROZEN, is_active=False)


def taken_from(person: User, *, by_role: bool) -> list[Callable[[User], None]]:
    """In which ways the right may have gone a moment ago."""
    if by_role:
        return [role_ended, account_closed]
    return [account_closed, account_frozen] if person.is_applicant else [account_closed]


def fingerprint() -> dict[str, tuple[int, int]]:
    """Of every table how many rows there are, and what is in them."""
    tables = sorted(
        set(connection.introspection.table_names()) - {"kernel_clocksetting"}
    )  # the world tells its own time
    one = "SELECT '{0}', count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return {table: (count, content) for table, count, content in cursor.fetchall()}
