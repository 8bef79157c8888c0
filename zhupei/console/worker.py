"""`zhupei worker`: the job worker (procrastinate) on all queues. SIGTERM lets running jobs finish."""

import argparse
import asyncio

from zhupei.console.processes import refuse_to_run, written_down

CONCURRENCY = 4
GRACE_SECONDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queues", nargs="*", help="only these queues (default: all)")
    parser.add_argument("--concurrency", type=int, default=CONCURRENCY, help="jobs at once (default: 4)")
    parser.add_argument("--until-empty", action="store_true", help="end when no job is waiting")


def run(args: argparse.Namespace) -> int:
    if refuse_to_run():
        return 1
    with written_down("worker"):
        work(queues=args.queues or None, concurrency=args.concurrency, wait=not args.until_empty)
    return 0


def work(*, queues: list[str] | None = None, concurrency: int = CONCURRENCY, wait: bool = True) -> None:
    """Run jobs until a signal comes, or (without `wait`) until none is left."""
    from procrastinate.contrib.django import app

    worker_app = app.with_connector(app.connector.get_worker_connector())

    async def main() -> None:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                queues=queues,
                concurrency=concurrency,
                wait=wait,
                listen_notify=wait,
                install_signal_handlers=wait,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
            )

    asyncio.run(main())
