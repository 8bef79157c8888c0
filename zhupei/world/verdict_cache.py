"""A decoder that looks at each file once: thousands of simulated people share a few dozen pictures."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.conf import settings

from zhupei.dossiers.decoding import decoder
from zhupei.pure.scans.document_check import DocumentReport
from zhupei.pure.scans.results import Inspection, Rejected
from zhupei.world import verdicts

CERTIFICATE = "certificate"

_known: dict[Any, Any] = {}
_lock = threading.Lock()


@contextmanager
def cached_verdicts() -> Iterator[None]:
    """Until the end, the decoder of this process answers for a file it has seen, in this process or an earlier one,
    with what it said then (`world.verdicts`). Raises RuntimeError outside a demonstration.

    Decoding depends on the bytes and the limits only, so the answer is the same; the child process does the work once.
    People of a simulation share their pictures, so what is read of a card, and whose paper looks like whose, is left
    out: it would be a hint beside every one of them.
    """
    if not settings.DEMONSTRATION:
        raise RuntimeError("known pictures are for the demonstration only")
    child = decoder()
    asked: dict[str, Callable[..., Any]] = {
        "accept": child.accept,
        "verify": child.verify,
        "inspect": _of_nobody(child.inspect),
        "read": _unnamed(child.read),
    }
    for name, ask in asked.items():
        setattr(child, name, _remembered(name, ask))
    try:
        yield
    finally:
        for name in asked:
            delattr(child, name)


def _of_nobody(inspect: Callable[..., Inspection | Rejected]) -> Callable[..., Inspection | Rejected]:
    def answer(*args: Any, **options: Any) -> Inspection | Rejected:
        seen = inspect(*args, **options)
        return seen if isinstance(seen, Rejected) else replace(seen, likeness=None)

    return answer


def _unnamed(read: Callable[..., DocumentReport | Rejected]) -> Callable[..., DocumentReport | Rejected]:
    def answer(*args: Any, **options: Any) -> DocumentReport | Rejected:
        found = read(*args, **options)
        return found if isinstance(found, Rejected) else replace(found, read=None)

    return answer


def _remembered(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    def answer(data: bytes, *args: Any, **options: Any) -> Any:
        question = _question(name, data, args, options)
        if question not in _known:
            with _lock:
                if question not in _known:
                    _known[question] = verdicts.answer(question, lambda: ask(data, *args, **options))
        return _known[question]

    return answer


def _question(name: str, data: bytes, args: tuple[Any, ...], options: dict[str, Any]) -> tuple[str, ...]:
    """Everything the answer depends on. The day matters only to what has a validity: cards."""
    if name == "read" and CERTIFICATE in args:
        options = {key: value for key, value in options.items() if key != "today"}
    return name, hashlib.sha256(data).hexdigest(), repr(args), repr(sorted(options.items()))
