"""What the province settles once and everybody reads at every click: kept in each process until somebody changes it.

A trigger on every settled table writes a new random token in the transaction of the change (`kernel.sql.settled`);
answers are kept under the token under which they were read. So a change is seen by the first request after its
commit, in every process, and a change that is rolled back leaves nothing behind.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from zhupei.kernel import prepared

MOST = 2_000
TOKEN = "(SELECT token FROM kernel_settlement)"  # noqa: S105  not a secret
ASK = prepared.RawStatement(f"SELECT {TOKEN}")

P = ParamSpec("P")
R = TypeVar("R")

readings: list[Callable[..., Any]] = []
_latest: tuple[UUID | None, dict[Any, Any]] = (None, {})
_request: ContextVar[list[UUID | None] | None] = ContextVar("settled_request", default=None)


def settled(read: Callable[P, R]) -> Callable[P, R]:
    """Keep the answers of `read`, which asks nothing but settled tables. Its arguments are hashable.

    The answers are shared by all threads: whoever gets one must not change it.
    """

    @wraps(read)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        shelf = _shelf(token())
        key = (read, args, tuple(sorted(kwargs.items())))
        try:
            return shelf[key]
        except KeyError:
            answer = read(*args, **kwargs)
            if len(shelf) >= MOST:
                shelf.clear()
            shelf[key] = answer
            return answer

    readings.append(kept)
    return kept


@contextmanager
def one_request() -> Iterator[None]:
    """Inside, the token is asked for once (or comes with the clock); outside, at every reading."""
    before = _request.set([])
    try:
        yield
    finally:
        _request.reset(before)


def seen(token: UUID | None) -> None:
    """The token as another query has brought it."""
    known = _request.get()
    if known is not None:
        known[:] = [token]


def token() -> UUID | None:
    known = _request.get()
    if known:
        return known[0]
    [(token,)] = ASK()
    seen(token)
    return token


def _shelf(token: UUID | None) -> dict[Any, Any]:
    """Answers read under this token; nothing is kept before anything has been settled."""
    if token is None:
        return {}
    global _latest
    current, shelf = _latest
    if current != token:
        shelf = {}
        _latest = (token, shelf)
    return shelf
