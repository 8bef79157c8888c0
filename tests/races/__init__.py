"""Real threads against PostgreSQL: start together, close their connections, hand back what they got."""

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, connections

R = TypeVar("R")


def together(n: int, function: Callable[[int], R]) -> list[R | BaseException]:
    """Call `function(i)` in `n` connected threads at once; results in the order of i, an exception as itself.

    Tests that use this are marked `race` and use `django_db(transaction=True)`: the data must be committed.
    """
    start = threading.Barrier(n)
    results: list[R | BaseException] = [RuntimeError("did not run")] * n

    def run(i: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            results[i] = function(i)
        except BaseException as error:
            results[i] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return results


def failures(results: list[R | BaseException]) -> list[BaseException]:
    """The exceptions among the results."""
    return [result for result in results if isinstance(result, BaseException)]
