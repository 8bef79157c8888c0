"""How the queue refuses to hold the same work twice: by looking first.

Procrastinate leaves it to an index. Then every refusal is an error in the log of the database, and one at a retry
leaves the job running for ever.
"""

from typing import Any

from procrastinate import App
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager


class Manager(JobManager):
    async def defer_periodic_job(self, job: Job, periodic_id: str, defer_timestamp: int) -> int | None:
        """None while the job of an earlier time still waits."""
        if await self._waits(job):
            return None
        return await super().defer_periodic_job(job, periodic_id, defer_timestamp)

    async def retry_job(self, job: Job, *args: Any, **options: Any) -> None:
        """A job whose work has been queued anew gives way to that."""
        if await self._waits(job):
            await self.finish_job(job, status=Status.FAILED, delete_job=True)
        else:
            await super().retry_job(job, *args, **options)

    async def _waits(self, job: Job) -> bool:
        once = job.queueing_lock
        return once is not None and bool(list(await self.list_jobs_async(queueing_lock=once, status=Status.TODO.value)))


def prepare(app: App) -> None:
    """Procrastinate calls it once Django is ready (settings), the worker for its own connection."""
    app.job_manager = Manager(app.connector)
