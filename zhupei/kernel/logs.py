"""Structured logs without personal data: one JSON line per event, ids only.

A filter masks whatever looks like an ID number or a phone number, should a library print one (invariant 14).
"""

import logging
import re
import sys
from typing import Any

import structlog

PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")


def scrub(text: str) -> str:
    """Replace what looks like an ID or phone number."""
    return PERSONAL.sub("[masked]", text)


def _scrub_event(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: scrub(value) if isinstance(value, str) else value for key, value in event.items()}


def configure(options: dict[str, Any]) -> None:
    """Route the standard library's and our own log records through one JSON renderer."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
        _scrub_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options.get("level", "INFO"))
    for noisy in ("procrastinate", "psycopg.pool", "fontTools", "PIL"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its warnings about 4xx name the path, and a path may hold the token of an invitation; Observe logs the route.
    for telling in ("django.request", "django.security.csrf"):
        logging.getLogger(telling).setLevel(logging.ERROR)
