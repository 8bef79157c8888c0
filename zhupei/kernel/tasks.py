"""Jobs of workers that died: unless they are queued again they keep their lock, and what waits behind it, for ever."""

from datetime import UTC, datetime

import structlog
from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from zhupei.kernel import jobs, locks

log = structlog.get_logger("zhupei.kernel")


@jobs.app.periodic(cron="* * * * * */30")
@jobs.app.task(**jobs.QUICK, name="kernel.revive_jobs", queueing_lock="kernel.revive_jobs")
@locks.action
def revive_jobs(timestamp: int) -> None:
    """Queue again what a worker without a heartbeat for half a minute has left running.

    Where the same work is queued already, the lost job gives way to it; one that has been begun too often has failed.
    """
    locks.hold("kernel.revive_jobs")
    for job in async_to_sync(jobs.app.job_manager.get_stalled_jobs)():
        assert job.id is not None
        tired = job.attempts >= jobs.ATTEMPTS
        revived = not tired and _queued_again(job.id, job.queueing_lock)
        if not revived:
            async_to_sync(jobs.app.job_manager.finish_job_by_id_async)(job.id, Status.FAILED, delete_job=not tired)
        log.warning("job of a dead worker", task=job.task_name, revived=revived, attempts=job.attempts)


def _queued_again(job_id: int, once: str | None) -> bool:
    if once and jobs.waits(once):
        return False
    try:
        with transaction.atomic():
            jobs.app.job_manager.retry_job_by_id(job_id, datetime.now(tz=UTC))
    except UniqueViolation:
        return False
    return True
