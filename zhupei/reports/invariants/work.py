"""Invariant 11: asynchronous work gets done, once."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Q

from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.notifications.models import Delivery, Notice
from zhupei.reports import queries
from zhupei.reports.models import Export

PATIENCE = timedelta(minutes=10)
PATIENCE_WITH_READING = timedelta(hours=12)  # which lets all others go first: a night has to be enough


def jobs_done() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.status FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'failed' OR (j.status IN ('todo', 'doing')"
            " AND coalesce(j.scheduled_at, e.at, now()) < clock_timestamp() - make_interval("
            "secs => CASE WHEN j.priority < 0 THEN %s ELSE %s END))",
            [PATIENCE_WITH_READING.total_seconds(), PATIENCE.total_seconds()],
        )
        for pk, task, status in cursor.fetchall():
            yield f"job {pk} ({task}) is {status} for too long"
    late = clock.now() - PATIENCE
    for pk in Document.objects.filter(state=Document.State.RECEIVED, uploaded_at__lt=late).values_list("pk", flat=True):
        yield f"document {pk} has waited for its check for more than {PATIENCE}"
    for pk in Delivery.objects.filter(state=Delivery.State.QUEUED, created_at__lt=late).values_list("pk", flat=True):
        yield f"delivery {pk} has waited for more than {PATIENCE}"
    for export in queries.late(late):
        yield f"export {export.pk} has waited for more than {PATIENCE}"
    kept = Export.objects.filter(made_at__lt=clock.now() - queries.LIFE - PATIENCE, gone_at=None)
    for pk in kept.values_list("pk", flat=True):
        yield f"export {pk} is kept for too long"
    in_force = Document.objects.filter(state=Document.State.ACCEPTED, replaced_at=None).order_by()
    for row in in_force.values("dossier", "slot").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"dossier {row['dossier']} has {row['n']} documents in force for {row['slot']}"
    told = Notice.objects.filter(Q(kind__startswith="application.")).order_by()
    for act in told.values("recipient", "kind", "at").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"person {act['recipient']} was told {act['kind']} {act['n']} times for one act"
