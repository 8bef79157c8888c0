"""The trail: finding events by what somebody knows of them, and verifying the chain from the events."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from zhupei.audit.models import Anchor, Event, Link
from zhupei.audit.verbs import MACHINE
from zhupei.audit.words import BEFORE_IT_HAD_A_NAME
from zhupei.kernel.prepared import prepared, together

GENESIS = "0" * 64
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a typed word may mean: an event fits when any of this is true of it.

    `people` have acted or were acted upon; `objects` were; `prefix` begins an id of either. `mentioned`: an object,
    and an id that the event about it tells in its details.
    """

    verbs: Sequence[str] = ()
    roles: Sequence[str] = ()
    things: Sequence[str] = ()
    people: Sequence[str] = ()
    objects: Sequence[str] = ()
    prefix: str = ""
    mentioned: Sequence[tuple[str, str]] = ()

    def condition(self) -> Q:
        parts = [Q(verb__in=self.verbs)] if self.verbs else []
        parts += [*self._roles()]
        parts += [Q(object_type__in=self.things)] if self.things else []
        parts += [Q(actor_id__in=self.people)] if self.people else []
        parts += [Q(object_id__in=[*self.people, *self.objects])] if self.people or self.objects else []
        if self.prefix:
            parts += [Q(actor_id__startswith=self.prefix), Q(object_id__startswith=self.prefix)]
        parts += [Q(object_id=key, detail__contains=told) for key, told in self.mentioned]
        condition = Q(pk__in=[])
        for part in parts:
            condition |= part
        return condition

    def _roles(self) -> Iterator[Q]:
        machine = Q(actor_role__in=["", BEFORE_IT_HAD_A_NAME], actor_id="")
        if self.roles:
            yield Q(actor_role__in=self.roles) & ~machine
        if MACHINE in self.roles:
            yield machine


def search(
    meant: Iterable[Meant], *, since: datetime | None = None, until: datetime | None = None, before: int | None = None
) -> QuerySet[Event]:
    """The latest events that fit everything that is meant, at most a page of them and one more, newest first, with
    their links. `since` is included, `until` is not; `before` is the event at which the page before has ended.
    """
    events = Event.objects.select_related("link").order_by("-pk")
    events = events.filter(at__gte=since) if since else events
    if until:
        # Without the sum PostgreSQL walks back from the newest event, past everything that has happened since.
        events = events.filter(at__lt=until).order_by((F("pk") + 0).desc())
    events = events.filter(pk__lt=before) if before else events
    for each in meant:
        events = events.filter(each.condition())
    return events[: PAGE + 1]


@prepared
def event(sequence: int) -> QuerySet[Event]:
    """The event at a position of the chain."""
    return Event.objects.filter(link__sequence=sequence).select_related("link")


@dataclass(frozen=True)
class Position:
    """Where an event stands in the chain. `holds`: its link is made of it and of the link before."""

    sequence: int
    previous: str
    hash: str
    holds: bool


def positions(events: Iterable[Event]) -> dict[int, Position]:
    """Event → its position; an event without one is in no chain. One query."""
    linked = [each for each in events if hasattr(each, "link")]
    before = {0: GENESIS, **dict(hashes([each.link.sequence - 1 for each in linked]))}
    return {
        each.pk: Position(
            each.link.sequence,
            each.link.previous,
            each.link.hash,
            before.get(each.link.sequence - 1) == each.link.previous
            and each.link.hash == digest(each, each.link.sequence, each.link.previous),
        )
        for each in linked
    }


@prepared
def hashes(sequences: list[int]) -> QuerySet[Any]:
    return Link.objects.filter(sequence__among=sequences).values_list("sequence", "hash")


@dataclass(frozen=True)
class ChainHead:
    """The chain's last link, and the last anchor that was written outside the database."""

    sequence: int
    anchor: Anchor | None
    anchor_holds: bool


def head() -> ChainHead:
    last, anchor = together(_last.first_of(), _anchor.first_of())
    holds = anchor is None or dict(hashes([anchor.sequence])).get(anchor.sequence) == anchor.hash
    return ChainHead(last.sequence if last else 0, anchor, holds)


@prepared
def _last() -> QuerySet[Link]:
    return Link.objects.order_by("-sequence")


@prepared
def _anchor() -> QuerySet[Anchor]:
    return Anchor.objects.order_by("-day")


def digest(event: Event, sequence: int, previous: str) -> str:
    """The hash of a link; the database's trigger computes the same (migration 0002)."""
    parts = [
        str(sequence),
        previous,
        str(event.pk),
        event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        event.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        event.actor_id,
        event.actor_role,
        event.verb,
        event.object_type,
        event.object_id,
        event.detail,
        str(event.transaction_id),
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def faults() -> Iterator[str]:
    """Every way in which the chain does not hold, in words. Reads the whole trail once."""
    expected, previous = 1, GENESIS
    for link in Link.objects.select_related("event").order_by("sequence").iterator(chunk_size=2000):
        if link.sequence != expected:
            yield f"links {expected} to {link.sequence - 1} are missing"
            expected = link.sequence
        if link.previous != previous:
            yield f"link {link.sequence} does not continue link {link.sequence - 1}"
        if link.hash != digest(link.event, link.sequence, link.previous):
            yield f"event {link.event_id} (link {link.sequence}) was altered"
        expected, previous = expected + 1, link.hash
    for event_id in Event.objects.filter(link=None).values_list("pk", flat=True)[:20]:
        yield f"event {event_id} is not in the chain"
    for anchor in Anchor.objects.all():
        if not Link.objects.filter(sequence=anchor.sequence, hash=anchor.hash).exists():
            yield f"the anchor of {anchor.day} does not match link {anchor.sequence}"
