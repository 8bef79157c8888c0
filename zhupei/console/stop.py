"""`zhupei stop`: end web and worker, then the embedded database."""

import argparse
import os
import signal
import time
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def stop_processes(data_dir: Path) -> list[str]:
    """End the processes whose ids `serve` wrote down; returns their names."""
    stopped = []
    for path in sorted((data_dir / "run").glob("*.pid")):
        pid = int(path.read_text().strip() or 0)
        try:
            os.kill(pid, signal.SIGTERM)
            stopped.append(path.stem)
            for _ in range(100):
                os.kill(pid, 0)
                time.sleep(0.1)
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        path.unlink(missing_ok=True)
    return stopped


def run(args: argparse.Namespace) -> int:
    from zhupei.config import database
    from zhupei.config.environment import Environment

    data_dir = Environment().data_dir
    stopped = stop_processes(data_dir)
    if not os.environ.get("DATABASE_URL") and database.stop_embedded(data_dir):
        stopped.append("database")
    print("Stopped: " + ", ".join(stopped) if stopped else "Nothing was running.")
    return 0
