"""`Child`: a process kept warm for one kind of work, with a memory limit, a time limit and a lock.

One file at a time. A child that crashes, answers nonsense or takes too long is killed and replaced. It works at a lower
priority than everything people wait for. Safe from several threads; after a fork each process starts one of its own.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

import zhupei
from zhupei.pure.child import frames
from zhupei.pure.child.patience import Patience, Timeout

CHUNK = 256 * 1024
MEGABYTE = 1024 * 1024
# Of the clock, for each second of processor time: the child comes last on a busy machine; no file is at fault for that.
BUSY = 60.0
# Of work that takes longer than other: this many times the seconds.
LONG_PATIENCE = 4.0
# A part of the work is done, a page of many: the next one has as long, up to the patience of long work in all.
ALIVE = {"alive": True}
OUT_OF_MEMORY = {"out_of_memory": True}
Answer = tuple[dict[str, Any], list[bytes]]


class NoAnswer(Exception):
    """The child did not get to the end of a file. Nothing is left of it; the next file meets a fresh child."""


class Crashed(NoAnswer):
    """It died, or broke the protocol."""


class TooLong(NoAnswer):
    """`seconds` of processor time were not enough."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TooMuchMemory(NoAnswer):
    """The memory it may have was not enough."""


class Child:
    """Use as a context manager, or call `close()`.

    `module` is what it runs (`confined.serve`), `memory` in bytes (private data of the child), `seconds` of processor
    time for one file, `start_seconds` for the child's own start, after `recycle_after` files it is replaced so that
    leaks do not add up.
    """

    def __init__(
        self, module: str, *, memory: int, seconds: float, start_seconds: float = 60.0, recycle_after: int = 2000
    ) -> None:
        self._module = module
        self._memory = memory
        self._seconds = seconds
        self._start_seconds = start_seconds
        self._recycle_after = recycle_after
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Start the child now, so that the first file does not wait for it."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """End the child. It may be asked again: then it starts anew."""
        with self._lock:
            self._stop()

    def ask(self, request: dict[str, Any], *blobs: bytes, patience: float = 1.0) -> Answer:
        """What earlier files have left in the child is not the fault of this one: it gets a second, fresh child.

        Raises `Crashed`, `TooLong`, `TooMuchMemory`.
        """
        with self._lock:
            try:
                return self._attempt(request, blobs, self._seconds * patience)
            except (Crashed, TooMuchMemory):
                if not self._served:
                    raise
                return self._attempt(request, blobs, self._seconds * patience)

    def _attempt(self, request: dict[str, Any], blobs: tuple[bytes, ...], seconds: float) -> Answer:
        try:
            process = self._running()
            patience = Patience(process.pid, seconds, self._seconds * BUSY)
            _write(process, frames.pack(request, blobs), patience)
            header, parts = _answer(process, patience)
            while header == ALIVE:
                patience.renew(most=self._seconds * LONG_PATIENCE)
                header, parts = _answer(process, patience)
        except Timeout:
            self._stop()
            raise TooLong(seconds) from None
        except (OSError, EOFError, frames.BadFrame) as error:
            self._stop()
            raise Crashed from error
        if header == OUT_OF_MEMORY:
            self._stop()
            raise TooMuchMemory
        self._served += 1
        if self._served >= self._recycle_after:
            self._stop()
        return header, parts

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._process = None
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = _spawn(self._module, self._memory)
            self._owner, self._served = os.getpid(), 0
            patience = Patience(self._process.pid, self._start_seconds, self._start_seconds * BUSY)
            header, _ = _answer(self._process, patience)
            if header != {"ready": True}:
                raise frames.BadFrame("child did not start")
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _spawn(module: str, memory: int) -> subprocess.Popen[bytes]:
    """A child without the parent's environment: neither keys nor database addresses reach it."""
    environment = {
        "PYTHONPATH": str(Path(zhupei.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "2",
    }
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-s", "-m", module, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        bufsize=0,
    )
    os.set_blocking(process.stdin.fileno(), False)  # type: ignore[union-attr]
    os.set_blocking(process.stdout.fileno(), False)  # type: ignore[union-attr]
    return process


def _write(process: subprocess.Popen[bytes], pieces: list[bytes], patience: Patience) -> None:
    descriptor = process.stdin.fileno()  # type: ignore[union-attr]
    for piece in pieces:
        view = memoryview(piece)
        while view:
            patience.wait(descriptor, select.POLLOUT)
            view = view[os.write(descriptor, view[:CHUNK]) :]


def _answer(process: subprocess.Popen[bytes], patience: Patience) -> Answer:
    descriptor = process.stdout.fileno()  # type: ignore[union-attr]

    def read(count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            patience.wait(descriptor, select.POLLIN)
            piece = os.read(descriptor, min(CHUNK, count - len(data)))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)

    return frames.unpack(read)
