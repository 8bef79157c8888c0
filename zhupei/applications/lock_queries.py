"""Locked rows, and what is read behind the lock: every action begins here."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from zhupei.accounts.models import User
from zhupei.applications.models import Application
from zhupei.bases import queries as bases
from zhupei.cycles.models import Round, Stage
from zhupei.kernel import locks
from zhupei.kernel.prepared import RawStatement, prepared, together

# PostgreSQL reads the row once it has the lock: whoever moved the dates meanwhile is seen.
_HELD = RawStatement("SELECT id, opens, closes FROM cycles_stage WHERE round_id = %s AND kind = %s FOR SHARE")


def locked(application_id: UUID) -> Application:
    """The row, locked until the end of the transaction, with its owner as the account stands once the lock is held:
    whoever changes that holds this lock, too. Every move begins here. Raises Application.DoesNotExist.
    """
    application, owner = together(_locked.first_of(application_id), _owner.first_of(application_id))
    if application is None or owner is None:
        raise Application.DoesNotExist
    application.person = owner
    return application


def locked_for(application_id: UUID, actor: User) -> tuple[Application, list[str]]:
    """The same, with what `actor` is at the base it was submitted to: what a base does with an application begins here,
    in one round trip. Raises Application.DoesNotExist.
    """
    application, owner, roles = together(
        _locked.first_of(application_id), _owner.first_of(application_id), roles_about.of(application_id, actor)
    )
    if application is None or owner is None:
        raise Application.DoesNotExist
    application.person = owner
    return application, roles


@prepared
def _locked(application_id: UUID) -> QuerySet[Application]:
    rows = Application.objects.select_for_update(of=("self",)).select_related("round__cycle")
    return rows.filter(pk=application_id)


@prepared
def _owner(application_id: UUID) -> QuerySet[User]:
    """A statement of its own: it sees what was committed before the lock was ours."""
    return User.objects.filter(applications=application_id)


@prepared
def roles_about(application_id: UUID, member: User) -> QuerySet[Any]:
    """What a person is now at the base to which the version in force was submitted (the draft's base without one)."""
    base = Application.objects.filter(pk=application_id).values(base_now=Coalesce("version__base", "base"))
    return bases.current_memberships(member).filter(base__in=base).order_by().values_list("role", flat=True)


@prepared
def of_round_locked(person: User, round_: Round) -> QuerySet[Application]:
    """The person's application of this round, locked until the end of the transaction."""
    return Application.objects.select_for_update().filter(person=person, round=round_)


def hold_all_of(person_id: UUID) -> list[Application]:
    """Every application of a person, locked; and nothing new is submitted by him until the transaction ends."""
    hold_submissions(person_id)
    rows = Application.objects.select_for_update(of=("self",)).filter(person=person_id)
    return list(rows.select_related("version", "round").order_by("pk"))


def hold_submissions(person_id: UUID) -> None:
    """Submissions of one person come one after another, in whichever round."""
    locks.hold(f"submit:{person_id}")


def held_window(round_: Round, kind: str) -> Stage | None:
    """A stage whose dates nobody can change until this transaction ends; many may hold it at once."""
    found = _HELD(round_.pk, kind)
    return Stage(pk=found[0][0], round=round_, kind=kind, opens=found[0][1], closes=found[0][2]) if found else None
