"""`/healthz`: the process lives. `/readyz`: everything it needs is there, named one by one."""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from zhupei.kernel import clock, server_log

SKEW = timedelta(seconds=2)
QUEUE_AGE = timedelta(minutes=10)
KEPT = 2.0  # seconds


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 with every check "ok", or 503 with what is wrong; warnings change nothing. No personal data.

    At most `KEPT` seconds old: the address is open to everybody, and looking costs 15 ms of a thread.
    """
    found = latest.get()
    return JsonResponse(found, status=200 if found["ready"] else 503)


class Latest:
    """The last finding of this process; one thread looks at a time, those that come meanwhile share what it finds."""

    def __init__(self, look: Callable[[], dict[str, Any]]) -> None:
        self.look = look
        self.looking = Lock()
        self.until = 0.0
        self.found: dict[str, Any] = {}

    def get(self) -> dict[str, Any]:
        with self.looking:
            if time.monotonic() >= self.until:
                self.found = self.look()
                self.until = time.monotonic() + KEPT
            return self.found

    def forget(self) -> None:
        self.until = 0.0


def _look() -> dict[str, Any]:
    checks = {}
    for name, check in CHECKS.items():
        try:
            checks[name] = check() or "ok"
        except Exception as error:  # a check that breaks is a finding, not a crash
            checks[name] = type(error).__name__
    healthy = all(answer == "ok" for answer in checks.values())
    warnings = [setting.split(" ")[0] for setting in talkative()] if checks["database"] == "ok" else []
    return {"ready": healthy, "checks": checks, "warnings": warnings}


latest = Latest(_look)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def durability() -> str:
    """No acknowledged submission may be lost in a power cut (quality.md)."""
    off = []
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                off.append(name)
    return f"off: {', '.join(off)}" if off else ""


def talkative() -> list[str]:
    """Settings with which the database's log would hold values. A warning: the site is no worse for its visitors."""
    with connection.cursor() as cursor:
        return server_log.talkative(cursor)


def migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} not applied" if missing else ""


def storage() -> str:
    default_storage.exists("readiness")
    if settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage"):
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        probe = settings.DATA_DIR / ".writable"
        probe.touch()
    return ""


def queue_age() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(clock_timestamp() - e.at) FROM procrastinate_jobs j"
            " JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'todo' AND j.priority >= 0 AND (j.scheduled_at IS NULL OR j.scheduled_at < now())"
        )
        oldest = cursor.fetchone()[0]
    return f"oldest job waits {oldest}" if oldest and oldest > QUEUE_AGE else ""


def clock_skew() -> str:
    skew = clock.skew()
    return f"application is {skew.total_seconds():.1f} s off" if abs(skew) > SKEW else ""


def demonstration_clock() -> str:
    shifted = not settings.DEMONSTRATION and clock.is_shifted()
    return "clock is shifted in production" if shifted else ""


CHECKS = {
    "database": database,
    "durability": durability,
    "migrations": migrations,
    "storage": storage,
    "queue_age": queue_age,
    "clock_skew": clock_skew,
    "demonstration_clock": demonstration_clock,
}
