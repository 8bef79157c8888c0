"""Locked dossiers, and what is read behind the lock: every action of a person begins here."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import User
from zhupei.dossiers import editing
from zhupei.dossiers.editing import EditingRule
from zhupei.dossiers.models import Dossier
from zhupei.kernel.prepared import prepared, together


class LockedDossier(NamedTuple):
    """The locked row (None while nothing has been saved), the account as it stands behind the lock, and what every
    editing rule has been answered.
    """

    dossier: Dossier | None
    owner: User | None
    answers: list[tuple[EditingRule, Any]]


def locked_for(actor: User, at: datetime) -> LockedDossier:
    """The person's own, in one round trip with what decides whether it may be edited."""
    asked = [(rule, question) for rule in editing.registered() if (question := rule.asked(actor, at)) is not None]
    found, owner, *answers = together(
        _locked.of(actor), accounts.account.first_of(actor.pk), *(question for _, question in asked)
    )
    rules = [rule for rule, _ in asked]
    return LockedDossier(found[0] if found else None, owner, list(zip(rules, answers, strict=True)))


def locked(person: User) -> Dossier:
    """The person's row, locked until the end of the transaction; made when it is not there yet."""
    found = _locked(person)
    if not found:
        Dossier.objects.bulk_create([Dossier(person_id=person.pk)], ignore_conflicts=True)
        found = _locked(person)
    return found[0]


def hold(person: User) -> None:
    """Lock the dossier until the end of the transaction: nothing of it, documents in force included, can change between
    what is read after this and a commit that depends on it.
    """
    _locked(person)


@prepared
def _locked(person: User) -> QuerySet[Dossier]:
    return Dossier.objects.select_for_update().filter(person=person)
