"""Finding the account of a person who has called: by what he can say about himself. No dossier, no document."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts import queries as accounts
from zhupei.accounts import rules
from zhupei.accounts.models import User
from zhupei.applications import states as applications
from zhupei.applications.models import Application
from zhupei.pure.identity import DocumentType, check, check_phone, normalise_name
from zhupei.pure.identity.characters import half_width

MOST = 20
SHORTEST_NAME, SHORTEST_LATIN = 2, 3
NEVER, CANCELLED = "没有提交报名", "已取消"
DASHES = re.compile("[‐‑‒–—−－]")
NUMBER = re.compile(r"\d{4}-[A-Z]\d+-\d+(-\d+)?")


@dataclass(frozen=True)
class Typed:
    """What somebody has typed into the one search box: its kind, and how to look for it."""

    kind: str
    people: QuerySet[User]


def understood(words: str, today: date) -> Typed | None:
    """None when it is none of the four things that can be looked for."""
    if number := application_number(words):
        return Typed("application", _applicants().filter(applications__number=number))
    if check_phone(words) is None:
        return Typed("phone", _applicants().filter(phone_index=accounts.phone_index(words)))
    if any(check(kind, words, today=today).valid for kind in DocumentType):
        index = accounts.number_index(accounts.canonical_number(words, today))
        return Typed("number", _applicants().filter(document_index=index))
    name = normalise_name(words)
    shortest = SHORTEST_LATIN if name.isascii() else SHORTEST_NAME
    letters = sum(character.isalpha() for character in name)
    if letters >= shortest and not any(character.isdigit() for character in name):
        return Typed("name", _applicants().filter(name__startswith=name))
    return None


def application_number(words: str) -> str:
    """The 报名号 in what was typed, which may be that of a receipt; empty when it is neither."""
    receipt = DASHES.sub("-", "".join(half_width(words).split())).upper()
    return "-".join(receipt.split("-")[:3]) if NUMBER.fullmatch(receipt) else ""


def kind_of(words: str, at: datetime) -> str:
    """What somebody has typed, in one word; empty when it is none of the four."""
    typed = understood(words, rules.day(at))
    return typed.kind if typed else ""


def applicant(user_id: UUID | str) -> User | None:
    return _applicants().filter(pk=user_id).first()


def applications_word(people: list[User]) -> dict[object, str]:
    """Person → what became of what he has submitted, in one word; nothing else of it. One query for all.

    The one in force, else the last. A number is given when something is submitted: a draft with one was cancelled.
    """
    rows = Application.objects.filter(person__in=people, number__isnull=False).order_by("changed_at")
    found: dict[object, str] = {person.pk: NEVER for person in people}
    in_force = set()
    for person, state in rows.values_list("person", "state"):
        if state in applications.IN_FORCE:
            in_force.add(person)
        elif person in in_force:
            continue
        found[person] = CANCELLED if state == applications.DRAFT else applications.MOVES.label(state)
    return found


def _applicants() -> QuerySet[User]:
    return User.objects.filter(kind=User.Kind.APPLICANT).order_by("name", "created_at", "pk")
