"""Background work lives in PostgreSQL and is enqueued in the transaction of the change that asks for it.

Job arguments are identifiers only: no name, number, phone or text of a person (invariant 14).
"""

from typing import Any

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from zhupei.kernel import locks

# Of a task: its queue, and what goes first while many wait: an SMS does not stand behind five hundred pictures.
# Below 0: nobody waits for it; readiness and invariants give it its time.
QUICK: dict[str, Any] = {"queue": "quick", "priority": 20}
PAPERS: dict[str, Any] = {"queue": "papers", "priority": 10}
IMAGES: dict[str, Any] = {"queue": "images", "priority": 0}
READING: dict[str, Any] = {"queue": "images", "priority": -10}
ATTEMPTS = 8
RETRY = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2)


def enqueue(task: str | Any, *, lock: str | None = None, once: str | None = None, **arguments: str | int) -> None:
    """Enqueue in the current transaction; `task` is a task or its name (actions lie below tasks).

    `lock`: jobs with the same lock run one after another. `once`: no second job with that name while one waits.
    It is asked for first: what the queue's index refuses is an error in the database's log.
    """
    if isinstance(task, str):
        task = app.tasks[task]
    options: dict[str, Any] = {key: value for key, value in (("lock", lock), ("queueing_lock", once)) if value}
    try:
        with transaction.atomic():  # a savepoint: losing the queueing lock must not spoil the caller's change
            if once and waits(once):
                return
            task.configure(**options).defer(**arguments)
    except AlreadyEnqueued:
        return
    except ConnectorException as error:
        # In Django's words, so that a deadlock is retried whoever's statement it hits.
        with connection.wrap_database_errors:
            raise error.__cause__ or error from None


def waits(once: str) -> bool:
    """Whether a job with that name waits; the answer holds until the end of the transaction."""
    locks.hold(f"once {once}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')", [once]
        )
        return bool(cursor.fetchone()[0])


__all__ = ["IMAGES", "PAPERS", "QUICK", "READING", "RETRY", "app", "enqueue", "waits"]
