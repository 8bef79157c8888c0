"""One export, made in a process of its own as the worker makes it; prints seconds and megabytes as JSON.

python -m zhupei.world.bench.sheets EXPORT_ID
"""

import json
import os
import resource
import sys
import time

import django


def main(export_id: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhupei.config.settings")
    django.setup()
    from zhupei.reports import tasks

    before, began = _megabytes(), time.perf_counter()
    tasks.make_export.func(export_id)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "before": before, "peak": _megabytes()}))
    return 0


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
