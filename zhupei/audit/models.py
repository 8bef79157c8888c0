"""The audit trail: events are facts, links chain them.

An event is written in the transaction of the change it reports. When that transaction commits, a deferred trigger
takes the chain's lock and appends one link (sequence number without gaps, hash over the event and the previous
hash). So the chain costs a lock only for the moment of the commit, and no event can be added, altered or dropped
without breaking it. Both tables refuse UPDATE, DELETE and TRUNCATE.
"""

from django.db import models
from django.db.models import Func


class CurrentTransaction(Func):
    """The id of the running transaction: equal for everything that was committed together."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class ClockTimestamp(Func):
    template = "clock_timestamp()"
    output_field = models.DateTimeField()


class Event(models.Model):
    """Who did what to which object and when. `detail` is canonical JSON without personal data."""

    at = models.DateTimeField(help_text="time of the act on the system's clock")
    recorded_at = models.DateTimeField(db_default=ClockTimestamp())
    actor_id = models.CharField(max_length=40, blank=True)
    actor_role = models.CharField(max_length=20)
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    detail = models.TextField(default="{}")
    transaction_id = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        indexes = [
            # By the whole id and by its beginning, which is what people have; the newest first.
            models.Index(fields=["object_id"], opclasses=["varchar_pattern_ops"], name="audit_event_object"),
            models.Index(
                fields=["actor_id", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="audit_event_actor"
            ),
            models.Index(fields=["verb", "id"], name="audit_event_verb"),
            models.Index(fields=["at"], name="audit_event_at"),
        ]


class Link(models.Model):
    """One place in the chain."""

    sequence = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class Anchor(models.Model):
    """The chain's head of one day, also written outside the database (file, printed, another system)."""

    day = models.DateField(unique=True)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)


__all__ = ["Anchor", "Event", "Link"]
