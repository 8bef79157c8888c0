"""One export, made in a process of its own as the worker makes it; prints seconds, those of its processor, and
megabytes as JSON.

python -m bench.sheets EXPORT_ID
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import django


def main(export_id: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhupei.config.settings")
    django.setup()
    from zhupei.reports import tasks

    before, began, worked = _megabytes(), time.perf_counter(), time.process_time()
    tasks.make_export.func(export_id)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    print(json.dumps({"seconds": seconds, "worked": worked, "before": before, "peak": _megabytes()}))
    return 0


def _megabytes() -> float:
    """The peak of this program; what `getrusage` tells begins with that of its parent."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
