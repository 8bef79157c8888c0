"""Invariants 3, 4, 5: every change of state is a move of the table with one audit event of the same transaction."""

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Subquery

from zhupei.applications import states
from zhupei.applications.models import Application, Transition
from zhupei.audit import queries as audit
from zhupei.audit.models import Event

VERBS = [f"application.{verb}" for verb in states.MOVES.verbs]


def states_have_events() -> Iterator[str]:
    last = Transition.objects.filter(application=OuterRef("pk")).order_by("-pk").values("target")[:1]
    for application_id, state, target in Application.objects.annotate(last=Subquery(last)).values_list(
        "pk", "state", "last"
    ):
        if state != (target or states.DRAFT):
            yield f"application {application_id} is {state}, its last event says {target}"
    submitted = Transition.objects.filter(application=OuterRef("pk"), verb__in=("submit", "resubmit")).order_by("-pk")
    lost = Application.objects.exclude(state=states.DRAFT).annotate(last=Subquery(submitted.values("version")[:1]))
    for application_id in lost.exclude(version=F("last")).values_list("pk", flat=True):
        yield f"application {application_id} is about another version than the one submitted last"
    rows = Transition.objects.select_related("event").order_by("pk")
    for row in rows.iterator(chunk_size=2000):
        event = row.event
        if event.transaction_id != row.transaction_id:
            yield f"transition {row.pk} and its audit event were written in different transactions"
        if (event.verb, event.object_id) != (f"application.{row.verb}", str(row.application_id)):
            yield f"transition {row.pk} points to an audit event about something else"
    linked = Transition.objects.filter(event=OuterRef("pk")).values("pk")[:1]
    for pk in (
        Event.objects.filter(verb__in=VERBS)
        .annotate(row=Subquery(linked))
        .filter(row=None)
        .values_list("pk", flat=True)
    ):
        yield f"audit event {pk} reports a change of state that has no transition"
    twice = Event.objects.filter(verb__in=VERBS).order_by().values("object_id", "verb", "transaction_id")
    for group in twice.annotate(n=Count("pk")).filter(n__gt=1):
        yield f"application {group['object_id']} has {group['n']} audit events for one {group['verb']}"


def only_moves_of_the_table() -> Iterator[str]:
    allowed = {(m.source, m.verb, m.role, m.target) for m in states.MOVES}
    before: dict[object, str] = {}
    rows = Transition.objects.order_by("application", "pk").annotate(app=F("application"))
    for row in rows.iterator(chunk_size=2000):
        if (row.source, row.verb, row.role, row.target) not in allowed:
            yield f"transition {row.pk}: {row.source} –{row.verb} by {row.role}→ {row.target} is not in the table"
        if before.get(row.application_id, states.MOVES.initial) != row.source:
            yield f"transition {row.pk} starts from {row.source}, not from where the one before ended"
        before[row.application_id] = row.target


def chain() -> Iterator[str]:
    yield from audit.faults()
