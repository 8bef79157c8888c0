"""`zhupei worker`: the job worker (procrastinate) on all queues. SIGTERM lets running jobs finish."""

import argparse

from zhupei.console.processes import refuse_to_run, written_down


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queues", nargs="*", help="only these queues (default: all)")
    parser.add_argument("--concurrency", type=int, help="jobs at once (default: 3 quick ones and 2 with pictures)")
    parser.add_argument("--until-empty", action="store_true", help="of all queues: end when no job is waiting")


def run(args: argparse.Namespace) -> int:
    from zhupei.kernel import working

    if refuse_to_run():
        return 1
    if args.until_empty:
        working.drain(concurrency=args.concurrency or 2)
        return 0
    with written_down("worker"):
        working.work(queues=args.queues or None, concurrency=args.concurrency)
    return 0
