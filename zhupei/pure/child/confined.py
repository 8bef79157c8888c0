"""The child's side: it owns nothing worth taking: no environment of the parent, no database, no keys, no files it may
write. It answers one frame per request until its input ends.

A request it cannot finish for lack of memory is answered and then the process leaves, so that the next file meets a
fresh one.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from zhupei.pure.child import frames
from zhupei.pure.child.parent import ALIVE, OUT_OF_MEMORY, Answer

# Of the limit: with more than that in hand it leaves room for nobody's file and makes way for a fresh child.
ROOM = 0.65
NICENESS = 10
Alive = Callable[[], None]


def serve(handle: Callable[[dict[str, Any], list[bytes], Alive], Answer], preload: Callable[[], None]) -> None:
    """Answer requests from standard input; `argv[1]` is the memory limit in bytes. `handle` calls its last argument
    after each part of a work that takes long.
    """
    channel = _private_output()
    preload()
    memory = int(sys.argv[1])
    _restrict(memory)
    _send(channel, {"ready": True}, [])
    while True:
        try:
            header, blobs = frames.unpack(_read)
        except EOFError:
            return
        try:
            answer, parts = handle(header, blobs, lambda: _send(channel, ALIVE, []))
        except MemoryError:
            _send(channel, OUT_OF_MEMORY, [])
            return
        _send(channel, answer, parts)
        if _private_memory() > ROOM * memory:
            return


def _restrict(memory: int) -> None:
    """Cap private memory; forbid writing files and core dumps; let pages and the database go first."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _private_memory() -> int:
    """What `RLIMIT_DATA` counts, in bytes."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:")), 0)


def _private_output() -> BinaryIO:
    """Keep the answer pipe to ourselves: whatever a library prints goes nowhere."""
    channel = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return channel


def _read(count: int) -> bytes:
    data = sys.stdin.buffer.read(count)
    if len(data) != count:
        raise EOFError
    return data


def _send(channel: BinaryIO, header: dict[str, Any], blobs: list[bytes]) -> None:
    for piece in frames.pack(header, blobs):
        channel.write(piece)
    channel.flush()
