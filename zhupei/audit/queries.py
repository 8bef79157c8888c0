"""Verifying the trail: recompute every link from the events."""

import hashlib
from collections.abc import Iterator
from datetime import UTC

from zhupei.audit.models import Anchor, Event, Link

GENESIS = "0" * 64


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
