"""Running jobs. Tasks run in threads on Django's connections: what a job enqueues belongs to its transaction."""

import asyncio
import time
import warnings

from asgiref.sync import sync_to_async
from django.db import connections
from django.db.models import Q
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from zhupei.kernel.jobs import app

CONCURRENCY = 4
GRACE_SECONDS = 20


def work(*, queues: list[str] | None = None, concurrency: int = CONCURRENCY, wait: bool = True) -> None:
    """Run jobs of these queues (default: all) until SIGTERM, or without `wait` until none is left.

    At the signal running jobs have twenty seconds to finish; what they have not done by then is taken up again by
    the reconcilers.
    """
    with warnings.catch_warnings():
        # Replacing the connector of the app itself, as procrastinate advises, would take the enqueuing inside a job
        # out of Django's transaction.
        warnings.simplefilter("ignore", DeprecationWarning)
        worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]

    async def run() -> None:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                queues=queues,  # type: ignore[arg-type]
                concurrency=concurrency,
                wait=wait,
                listen_notify=wait,
                install_signal_handlers=wait,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
            )
        # The thread in which procrastinate asks Django on behalf of the event loop keeps a connection of its own.
        await sync_to_async(connections.close_all)()

    asyncio.run(run())


def drain(*, concurrency: int = 2) -> None:
    """Run jobs until none is due, together with whatever other workers there are.

    A worker that does not wait ends as soon as the jobs left are behind the lock of one that is running, so it is
    asked again until nothing is left.
    """
    due = ProcrastinateJob.objects.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=Now()), status="todo")
    while True:
        before = due.count()
        work(concurrency=concurrency, wait=False)
        left = due.count()
        if not left:
            return
        if left >= before:
            time.sleep(0.5)
