"""One reading child for each worker process: started with its first file, ended with the process."""

import atexit
from functools import cache

from zhupei.pure.sheets.child import SheetReader


@cache
def reader() -> SheetReader:
    """Safe for several threads; the child handles one file at a time (sheets.md, "The gate")."""
    started = SheetReader()
    atexit.register(started.close)
    return started
