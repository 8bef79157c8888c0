"""Background work lives in PostgreSQL and is enqueued in the transaction of the change that asks for it.

Job arguments are identifiers only: no name, number, phone or text of a person (invariant 14).
"""

from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from psycopg.types.json import Jsonb

from zhupei.kernel import writes
from zhupei.kernel.prepared import RawStatement

# Of a task: its queue, and what goes first while many wait: an SMS does not stand behind five hundred pictures.
# Below 0: nobody waits for it; readiness and invariants give it its time.
QUICK: dict[str, Any] = {"queue": "quick", "priority": 20}
PAPERS: dict[str, Any] = {"queue": "papers", "priority": 10}
IMAGES: dict[str, Any] = {"queue": "images", "priority": 0}
READING: dict[str, Any] = {"queue": "images", "priority": -10}
ATTEMPTS = 8
RETRY = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2)

# What procrastinate's own function inserts, but losing the queueing lock is no error: neither the caller's change nor
# the database's log is to suffer from it.
_ENQUEUE = RawStatement("""
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
""")


def enqueue(task: str | Any, *, lock: str | None = None, once: str | None = None, **arguments: str | int) -> None:
    """Enqueue in the current transaction; `task` is a task or its name (actions lie below tasks).

    `lock`: jobs with the same lock run one after another. `once`: no second job with that name while one waits.
    """
    if isinstance(task, str):
        task = app.tasks[task]
    options: dict[str, Any] = {key: value for key, value in (("lock", lock), ("queueing_lock", once)) if value}
    job = task.configure(**options, task_kwargs=dict(arguments)).job
    writes.say(_ENQUEUE, job.queue, job.task_name, job.priority, job.lock, job.queueing_lock, Jsonb(job.task_kwargs))


def waits(once: str) -> bool:
    """Whether a job with that name waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')", [once]
        )
        return bool(cursor.fetchone()[0])


__all__ = ["IMAGES", "PAPERS", "QUICK", "READING", "RETRY", "app", "enqueue", "waits"]
