"""`zhupei stop`: end web and worker, then the embedded database."""

import argparse
import os
import signal
import time
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def stop_processes(data_dir: Path) -> list[str]:
    """End the processes whose ids were written down; returns their names. A process that does not end in half a
    minute is killed; an id that belongs to another program by now is left alone."""
    stopped = []
    for path in sorted((data_dir / "run").glob("*.pid")):
        pid = _written_id(path)
        if pid and _is_ours(pid):
            _end(pid)
            stopped.append(path.stem)
        path.unlink(missing_ok=True)
    return stopped


def _written_id(path: Path) -> int:
    """0 when the process has just taken its file away, or the file is damaged."""
    try:
        return int(path.read_text().strip() or 0)
    except (FileNotFoundError, ValueError):
        return 0


def _is_ours(pid: int) -> bool:
    """After a crash the system may have given the id to somebody else."""
    try:
        os.kill(pid, 0)
        return b"zhupei" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except ProcessLookupError:
        return False
    except OSError:
        return not Path("/proc").is_dir()


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
        for _ in range(300):
            time.sleep(0.1)
            os.kill(pid, 0)
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def run(args: argparse.Namespace) -> int:
    from zhupei.config import database
    from zhupei.config.environment import Environment

    data_dir = Environment().data_dir
    stopped = stop_processes(data_dir)
    if not os.environ.get("DATABASE_URL") and database.stop_embedded(data_dir):
        stopped.append("database")
    print("Stopped: " + ", ".join(stopped) if stopped else "Nothing was running.")
    return 0
