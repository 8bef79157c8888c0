"""Structured logs without personal data: one JSON line per event, ids only.

Exceptions are told without the values they hold (`kernel.exceptions`). A filter masks whatever else looks like an ID
number or a phone number, should a library print one (invariant 14).
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import structlog

from zhupei.kernel.exceptions import told, traced

PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")

REFUSING = "django.security."
_request: ContextVar[str] = ContextVar("request", default="")


def scrub(text: str) -> str:
    """Replace what looks like an ID or phone number."""
    return PERSONAL.sub("[masked]", text)


def _scrub_event(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: scrub(value) if isinstance(value, str) else value for key, value in event.items()}


@contextmanager
def of_request(number: str) -> Iterator[None]:
    """Inside, every line of this thread tells the number of the request."""
    before = _request.set(number)
    try:
        yield
    finally:
        _request.reset(before)


def _with_request(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if number := _request.get():
        event.setdefault("request", number)
    return event


def _exception(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    return traced(exc_info[1])


def _without_address(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django adds the request to what it logs, whose address may hold a token or a name that was searched for; the
    line of `Observe` with the same id has the route.
    """
    if "request" in event and not isinstance(event["request"], str):
        del event["request"]
    record = event.get("_record")
    if record is not None and record.name == "django.request":
        event["event"] = "server error"
    return event


def _tell_arguments(record: logging.LogRecord) -> bool:
    """`log.warning("…: %s", error)` prints the error's whole message."""
    if isinstance(record.args, tuple):
        record.args = tuple(told(each) if isinstance(each, BaseException) else each for each in record.args)
    return True


def _tell_refused(record: logging.LogRecord) -> bool:
    """A request that Django refuses before or instead of our pages (a foreign Host header, a filter that nobody offers,
    too many fields) is told by its kind in one line: it is the stranger's doing, and its text is the stranger's, too.
    """
    if record.name.startswith(REFUSING) and record.exc_info:
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args, record.kind = "refused request", (), record.name.removeprefix(REFUSING)
        record.exc_info = record.exc_text = None
    return True


def tell_uncaught() -> None:
    """What ends this process or one of its threads is told like everything else."""

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("zhupei").critical("uncaught", exc_info=(kind, error, trace))

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook, threading.excepthook = uncaught, uncaught_in_thread


def _leave_out_the_caller() -> None:
    """No line tells by which file, thread or process it was written, so nobody need find out (as Python's manual of
    `logging` advises): that is half of what a line costs.
    """
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


_WRITER = json.JSONEncoder(ensure_ascii=False, default=repr)


class _Line(str):
    """A line of our own loggers, which is as it will be written."""


def _written(event: dict[str, Any], **_: Any) -> _Line:
    return _Line(_WRITER.encode(event))


class _Formatter(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return record.msg if isinstance(record.msg, _Line) else super().format(record)


def configure(options: dict[str, Any]) -> None:
    """Route the standard library's and our own log records through one JSON renderer."""
    _leave_out_the_caller()
    shared: list[Any] = [
        _with_request,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.ExceptionRenderer(_exception),
        _scrub_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(_written)],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Formatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), _without_address, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(_written),
            ],
        )
    )
    handler.addFilter(_tell_refused)
    handler.addFilter(_tell_arguments)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options.get("level", "INFO"))
    for noisy in ("procrastinate", "psycopg.pool", "fontTools", "PIL"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its warnings about 4xx name the path, and a path may hold the token of an invitation; Observe logs the route.
    for telling in ("django.request", "django.security.csrf"):
        logging.getLogger(telling).setLevel(logging.ERROR)
