"""Searching the trail: what a typed word may mean across all stages, and the acts in words.

Whoever reads the trail reads no dossier: an applicant is told by a part of the id and found by it, by the number of an
application, or by `support.actions.trace`, which takes what belongs into no address.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from zhupei.accounts.models import Invitation, User
from zhupei.accounts.queries import search_accounts, staff_accounts
from zhupei.accounts.trail import login_names
from zhupei.applications.models import Application, Version
from zhupei.approvals.models import Motion
from zhupei.audit import queries, verbs, words
from zhupei.audit.models import Event
from zhupei.audit.queries import PAGE, Meant, Position
from zhupei.dossiers.models import Document, Dossier
from zhupei.support.queries import application_number

WORDS, MOST = 5, 100
_HEX = re.compile(r"[0-9a-f]{6,32}")

__all__ = ["PAGE", "TrailLine", "act", "search"]


@dataclass(frozen=True)
class TrailLine(words.EventLine):
    """A line with its position in the chain; None for an event that was never linked."""

    position: Position | None

    @property
    def sound(self) -> bool:
        return self.position is not None and self.position.holds


def search(
    typed: str, *, since: datetime | None = None, until: datetime | None = None, before: int | None = None
) -> list[TrailLine]:
    """The latest acts that fit every word, at most a page of them and one more, newest first."""
    meant = [_meant(word) for word in typed.replace("\x00", "").split()[:WORDS]]
    return _acts(queries.search(meant, since=since, until=until, before=before))


def act(sequence: int) -> TrailLine | None:
    """The act at a position of the chain."""
    return next(iter(_acts(queries.event(sequence))), None)


def _acts(events: Iterable[Event]) -> list[TrailLine]:
    found = list(events)
    names = login_names({pk for event in found for pk in words.people_in(event)})
    positions = queries.positions(found)
    return [TrailLine(event, names, positions.get(event.pk)) for event in found]


def _meant(word: str) -> Meant:
    did, roles, things = verbs.called(word)
    staff = search_accounts(staff_accounts(), word).values_list("pk", flat=True)[:MOST]
    people = {str(pk) for pk in staff}
    objects: set[str] = set()
    mentioned: list[tuple[str, str]] = []
    if number := application_number(word):
        objects |= _texts(Application.objects.filter(number=number))
    prefix = _prefix(word)
    if prefix:
        between = _between(prefix)
        owners = list(User.objects.filter(pk__range=between).values_list("pk", flat=True)[:MOST])
        people |= {str(pk) for pk in owners}
        objects |= _belongings(owners)
        mentioned = [*_told(Version, "application_id", between), *_told(Motion, "subject_id", between)]
    return Meant(
        verbs=did,
        roles=roles,
        things=things,
        people=sorted(people),
        objects=sorted(objects),
        prefix=prefix,
        mentioned=mentioned,
    )


def _belongings(people: Sequence[UUID]) -> set[str]:
    """What is theirs: acts about it are acts about them."""
    if not people:
        return set()
    owner = Q(dossier__person__in=people)
    rows: tuple[QuerySet[Any], ...] = (
        Application.objects.filter(person__in=people),
        Dossier.objects.filter(person__in=people),
        Document.objects.filter(owner),
        Invitation.objects.filter(user__in=people),
    )
    return set().union(*map(_texts, rows))


def _texts(rows: QuerySet[Any]) -> set[str]:
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _told(model: type[Version] | type[Motion], about: str, between: tuple[UUID, UUID]) -> list[tuple[str, str]]:
    """Rows that have no events of their own: the events about something else tell of them."""
    rows = model.objects.filter(pk__range=between).values_list(about, "pk")[:MOST]
    return [(str(subject), str(pk)) for subject, pk in rows]


def _prefix(word: str) -> str:
    """The beginning of an id as it is stored; empty for what is none. Six figures and letters at least."""
    plain = word.lower().replace("-", "")
    if not _HEX.fullmatch(plain):
        return ""
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(filter(None, (plain[start:end] for start, end in zip(cuts, cuts[1:], strict=False))))


def _between(prefix: str) -> tuple[UUID, UUID]:
    plain = prefix.replace("-", "")
    return UUID(plain.ljust(32, "0")), UUID(plain.ljust(32, "f"))
