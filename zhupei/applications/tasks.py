"""Jobs of an application: the printed form, and what the clock does by itself."""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from zhupei.applications import actions, form_paper, queries
from zhupei.applications.actions import extending
from zhupei.applications.models import FormPaper
from zhupei.kernel import clock, jobs
from zhupei.kernel.crypto import vault

UNDER_WAY = timedelta(minutes=1)


@jobs.app.task(**jobs.PAPERS, name="applications.make_form", retry=jobs.RETRY)
def make_form(version_id: str) -> None:
    """Print the form of a version into the vault, once. A second run finds it made and stops."""
    asked = FormPaper.objects.select_related("version__application__round__cycle", "version__base").get(
        version_id=version_id
    )
    if asked.made_at is not None:
        return
    pdf = form_paper.form(asked.version)
    key = vault.put(pdf)
    with transaction.atomic():
        row = FormPaper.objects.select_for_update().get(pk=asked.pk)
        if row.made_at is not None:
            return
        row.key, row.digest, row.made_at = key, hashlib.sha256(pdf).hexdigest(), clock.now()
        row.save()


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(**jobs.QUICK, name="applications.lapse", queueing_lock="applications.lapse")
def lapse(timestamp: int) -> None:
    """Every minute: end the corrections whose time is over, and has been for long enough that no resubmission which
    arrived in time is still under way.
    """
    at = clock.now()
    for pk in queries.overdue_corrections(at - UNDER_WAY).values_list("pk", flat=True):
        actions.lapse(application_id=pk, at=at)


@jobs.app.periodic(cron="*/2 * * * *")
@jobs.app.task(**jobs.QUICK, name="applications.reconcile_forms", queueing_lock="applications.reconcile_forms")
def reconcile_forms(timestamp: int) -> None:
    """Take up forms whose job got lost."""
    late = clock.now() - timedelta(minutes=2)
    for version_id in FormPaper.objects.filter(made_at=None, requested_at__lt=late).values_list(
        "version_id", flat=True
    ):
        jobs.enqueue(make_form, once=f"form:{version_id}", version_id=str(version_id))


@jobs.app.task(**jobs.PAPERS, name=extending.TELL_PEOPLE, retry=jobs.RETRY)
def tell_people(motion_id: str, after: str) -> None:
    """A slice of the people whom an extended registration concerns, and a job for the next."""
    extending.tell_people(motion_id=UUID(motion_id), after=after, at=clock.now())


@jobs.app.task(**jobs.PAPERS, name=extending.TELL_STAFF, retry=jobs.RETRY)
def tell_staff(motion_id: str) -> None:
    extending.tell_staff(motion_id=UUID(motion_id), at=clock.now())


@jobs.app.task(**jobs.QUICK, name=extending.MOVE_CORRECTION, retry=jobs.RETRY)
def move_correction(application_id: str, motion_id: str) -> None:
    """One returned application: its correction lasts at least as long as registration."""
    extending.move_correction(application_id=UUID(application_id), motion_id=UUID(motion_id), at=clock.now())
