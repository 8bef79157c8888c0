"""Finding the account of a person who has called: by what he can say about himself. No dossier, no document."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import User
from zhupei.applications import states as applications
from zhupei.applications.models import Application
from zhupei.pure.identity import DocumentType, check, check_phone, normalise, normalise_name

MOST = 20
SHORTEST_NAME = 2
NUMBER = re.compile(r"\d{4}-[A-Z]\d+-\d+(-\d+)?")


@dataclass(frozen=True)
class Typed:
    """What somebody has typed into the one search box: its kind, and how to look for it."""

    kind: str
    people: QuerySet[User]


def understood(words: str, today: date) -> Typed | None:
    """None when it is none of the four things that can be looked for."""
    text = normalise(words)
    if NUMBER.fullmatch(text.upper()):
        number = "-".join(text.upper().split("-")[:3])
        return Typed("application", _applicants().filter(applications__number=number))
    if check_phone(words) is None:
        return Typed("phone", _applicants().filter(phone_index=accounts.phone_index(words)))
    if any(check(kind, words, today=today).valid for kind in DocumentType):
        index = accounts.number_index(accounts.canonical_number(words, today))
        return Typed("number", _applicants().filter(document_index=index))
    name = normalise_name(words)
    if len(name) >= SHORTEST_NAME and not any(character.isdigit() for character in name):
        return Typed("name", _applicants().filter(name__startswith=name))
    return None


def applicant(user_id: UUID | str) -> User | None:
    return _applicants().filter(pk=user_id).first()


def applications_word(people: list[User]) -> dict[object, str]:
    """Person → the state of his application in force in one word; nothing else of it. One query for all."""
    rows = Application.objects.filter(person__in=people, state__in=(*applications.IN_FORCE, applications.VOID))
    found: dict[object, str] = {}
    for person, state in rows.order_by("changed_at").values_list("person", "state"):
        if state in applications.IN_FORCE or person not in found:
            found[person] = applications.MOVES.label(state)
    return found


def _applicants() -> QuerySet[User]:
    return User.objects.filter(kind=User.Kind.APPLICANT).order_by("name", "created_at", "pk")
