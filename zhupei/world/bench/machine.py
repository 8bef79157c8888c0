"""Where and on what was measured."""

import os
import platform
import subprocess
from pathlib import Path

from django.db import connection

from zhupei.kernel import clock


def described(root: Path) -> dict[str, str]:
    """Date, machine, versions and commit."""
    return {
        "date": f"{clock.now():%Y-%m-%d %H:%M}",
        "processor": f"{os.cpu_count()} × {_processor()}",
        "memory": f"{_memory_gigabytes():.1f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": _postgresql(),
        "commit": _commit(root),
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def _postgresql() -> str:
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
