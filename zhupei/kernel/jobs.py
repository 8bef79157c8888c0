"""Background work lives in PostgreSQL and is enqueued in the transaction of the change that asks for it.

Job arguments are identifiers only: no name, number, phone or text of a person (invariant 14).
"""

from typing import Any

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

QUICK, IMAGES, PAPERS = "quick", "images", "papers"
LATER = -10
RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


def enqueue(
    task: str | Any, *, lock: str | None = None, once: str | None = None, later: bool = False, **arguments: str | int
) -> None:
    """Enqueue in the current transaction; `task` is a task or its name (actions lie below tasks).

    `lock`: jobs with the same lock run one after another. `once`: no second job with that name while one waits.
    `later`: all others go first.
    """
    if isinstance(task, str):
        task = app.tasks[task]
    given = (("lock", lock), ("queueing_lock", once), ("priority", LATER if later else 0))
    options: dict[str, Any] = {key: value for key, value in given if value}
    try:
        with transaction.atomic():  # a savepoint: losing the queueing lock must not spoil the caller's change
            task.configure(**options).defer(**arguments)
    except AlreadyEnqueued:
        return
    except ConnectorException as error:
        # In Django's words, so that a deadlock is retried whoever's statement it hits.
        with connection.wrap_database_errors:
            raise error.__cause__ or error from None


__all__ = ["IMAGES", "PAPERS", "QUICK", "RETRY", "app", "enqueue"]
