"""One phase of an import, done in a process of its own as the worker does it; prints seconds and megabytes as JSON.

python -m bench.imports check|commit IMPORT_ID
"""

import json
import resource
import sys
import time
from pathlib import Path

import django


def main(phase: str, import_id: str) -> int:
    django.setup()
    from zhupei.imports import tasks
    from zhupei.imports.sheet_reader import reader

    job = {"check": tasks.check, "commit": tasks.commit}[phase]
    reader().warm()
    before, began = _megabytes(), time.perf_counter()
    job.func(import_id)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "before": before, "peak": _megabytes(), "child": _child()}))
    return 0


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _child() -> float:
    """The most that the reading child has held at once."""
    from zhupei.imports.sheet_reader import reader

    process = reader()._process
    if process is None:
        return 0.0
    status = Path(f"/proc/{process.pid}/status").read_text("ascii", "replace").splitlines()
    return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:")), 0.0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
