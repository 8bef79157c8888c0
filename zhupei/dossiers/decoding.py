"""One decoding child for each worker process: started with its first file, ended with the process."""

import atexit
from functools import cache

from zhupei.pure.scans.child import Decoder


@cache
def decoder() -> Decoder:
    """Safe for several threads; the child handles one file at a time (imaging.md, Safety and cost)."""
    started = Decoder()
    atexit.register(started.close)
    return started
