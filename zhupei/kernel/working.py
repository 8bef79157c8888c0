"""Running jobs. Tasks run in threads on Django's connections: what a job enqueues belongs to its transaction."""

import asyncio
import signal
import time
import warnings

from asgiref.sync import sync_to_async
from django.db import connections
from django.db.models import Q
from django.db.models.functions import Now
from procrastinate import App
from procrastinate.contrib.django.models import ProcrastinateJob

from zhupei.kernel import queueing
from zhupei.kernel.jobs import app

GRACE_SECONDS = 20
# Queues → jobs at once. The decoder looks at one picture at a time, and nobody waits for his SMS behind pictures.
LANES: dict[tuple[str, ...], int] = {("quick", "papers"): 3, ("images",): 2}


def work(*, queues: list[str] | None = None, concurrency: int | None = None, wait: bool = True) -> None:
    """Run jobs until SIGTERM, or without `wait` until none is left: all queues in their lanes, or those of `queues`.

    At the signal running jobs have twenty seconds to finish; what they have not done by then is taken up again by
    `revive_jobs`.
    """
    with warnings.catch_warnings():
        # Replacing the connector of the app itself, as procrastinate advises, would take the enqueuing inside a job
        # out of Django's transaction.
        warnings.simplefilter("ignore", DeprecationWarning)
        worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    queueing.prepare(worker_app)
    lanes = (
        LANES if queues is None and concurrency is None else {tuple(queues or ()): concurrency or sum(LANES.values())}
    )

    async def run() -> None:
        async with worker_app.open_async():
            running = [asyncio.create_task(_lane(worker_app, *lane, wait=wait)) for lane in lanes.items()]
            if wait:
                for number in (signal.SIGTERM, signal.SIGINT):
                    asyncio.get_running_loop().add_signal_handler(number, _cancel, running)
            await asyncio.wait(running, return_when=asyncio.FIRST_EXCEPTION)
            _cancel(running)
            ended = await asyncio.gather(*running, return_exceptions=True)
        # The thread in which procrastinate asks Django on behalf of the event loop keeps a connection of its own.
        await sync_to_async(connections.close_all)()
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault

    asyncio.run(run())


async def _lane(worker_app: App, queues: tuple[str, ...], concurrency: int, *, wait: bool) -> None:
    await worker_app.run_worker_async(
        queues=list(queues) or None,  # type: ignore[arg-type]
        concurrency=concurrency,
        wait=wait,
        listen_notify=wait,
        install_signal_handlers=False,
        fetch_job_polling_interval=1.0,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
    )


def _cancel(lanes: list[asyncio.Task[None]]) -> None:
    """A lane that is cancelled takes no more jobs and ends with those it has."""
    for lane in lanes:
        lane.cancel()


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
