"""Where and on what was measured."""

import os
import platform
import subprocess
import time
from pathlib import Path


def described(root: Path) -> dict[str, str]:
    """Date by the system's own clock, machine, versions and commit. Django has been set up."""
    from zhupei.kernel import clock

    return {**hardware(root), "date": f"{clock.now():%Y-%m-%d %H:%M}", "PostgreSQL": _postgresql()}


def hardware(root: Path) -> dict[str, str]:
    """The same without a system: no database is asked."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "processor": f"{os.cpu_count()} × {_processor()}",
        "memory": f"{_memory_gigabytes():.1f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": "not asked",
        "yardstick": f"{yardstick():.0f} ns for a step of an empty Python loop",
        "commit": _commit(root),
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def yardstick(steps: int = 3_000_000) -> float:
    """Nanoseconds: what to divide by when two machines are compared."""
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for _ in range(steps):
            pass
        best = min(best, time.perf_counter() - started)
    return best / steps * 1e9


def _postgresql() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def _commit(root: Path) -> str:
    """Short hash, with + when tracked files differ from it; "unknown" outside a clone."""
    try:
        commit = _git(root, "rev-parse", "--short=10", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit + ("+" if changed else "")


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
