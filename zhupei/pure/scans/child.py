"""`Decoder`: a decoding child process kept warm, with a memory limit, a time limit and a lock.

One file at a time. A child that crashes, answers nonsense or takes too long is killed and replaced; its file
gets a refusal like any other. It works at a lower priority than everything people wait for. Safe from several
threads; after a fork each process starts a child of its own. Limits: imaging.md "Safety and cost" (700 MB),
quality.md "Bad input" (5 s, of processor time).
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import zhupei
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import PORTRAIT_CHECKS, PortraitReport, Repair
from zhupei.pure.scans import frames, intake
from zhupei.pure.scans.likeness import Likeness
from zhupei.pure.scans.patience import Patience, Timeout
from zhupei.pure.scans.reading import DocumentKind, DocumentLimits, DocumentReport
from zhupei.pure.scans.results import MEGABYTE, Accepted, Finding, Kind, Limits, Look, Rejected, Turned

MEDIA_TYPES = ("image/jpeg", "application/pdf")
CRASHED = Rejected("crashed", "文件无法处理，请重新拍摄或另存后上传")
OUT_OF_MEMORY = "out_of_memory"
NOT_BY_ITSELF = (CRASHED.code, OUT_OF_MEMORY)
CHUNK = 256 * 1024
# Of repair and reading: this many times the seconds of other work.
LONG_PATIENCE = 4.0
# Of the clock, for each second of processor time: the child comes last on a busy machine; no file is at fault for that.
BUSY = 60.0
# A part of the work is done, a page of many: the next one has as long, up to the patience of long work in all.
ALIVE = {"alive": True}
Answer = tuple[dict[str, Any], list[bytes]]
SomeReport = TypeVar("SomeReport", PortraitReport, DocumentReport)


class Decoder:
    """Takes in files in a child process. Use as a context manager, or call `close()`.

    `memory` in bytes (private data of the child), `seconds` of processor time for one file, `start_seconds` for
    the child's own start, `recycle_after` that many files the child is replaced so that leaks do not add up.
    """

    def __init__(
        self,
        *,
        memory: int = 700 * MEGABYTE,
        seconds: float = 5.0,
        start_seconds: float = 60.0,
        recycle_after: int = 2000,
    ) -> None:
        self._memory = memory
        self._seconds = seconds
        self._start_seconds = start_seconds
        self._recycle_after = recycle_after
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0

    def __enter__(self) -> Decoder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def accept(self, data: bytes, *, declared_name: str, limits: Limits, kind: Kind) -> Accepted | Rejected:
        """`intake.accept` inside the child; also answers `crashed`, `timeout` and `out_of_memory`."""
        if len(data) > limits.max_bytes:
            return intake.accept(data, declared_name=declared_name, limits=limits, kind=kind)
        request = {
            "operation": "accept",
            "name": declared_name[:1000],
            "kind": kind,
            "limits": asdict(limits),
        }
        answer = self._ask(request, data)
        if isinstance(answer, Rejected):
            return answer
        try:
            return _accepted(*answer)
        except (KeyError, TypeError, ValueError):
            return CRASHED

    def verify(self, data: bytes, limits: PortraitLimits, *, size: int | None = None) -> PortraitReport | Rejected:
        """`portrait.verify` inside the child; a refusal only when the child could not answer."""
        request = {"operation": "verify", "limits": asdict(limits), "size": size}
        return self._reported(PortraitReport, request, data)

    def repair(
        self, data: bytes, limits: PortraitLimits, *, blocking: Collection[str] = tuple(PORTRAIT_CHECKS)
    ) -> Repair | Rejected:
        """`portrait.repair` inside the child, which may take longer than other work."""
        request = {"operation": "repair", "limits": asdict(limits), "blocking": list(blocking)}
        answer = self._ask(request, data, patience=LONG_PATIENCE)
        if isinstance(answer, Rejected):
            return answer
        header, blobs = answer
        try:
            content = blobs[0] if header["repaired"] else None
            return Repair(content, PortraitReport.from_json(header["report"]), tuple(map(str, header["reasons"])))
        except (KeyError, IndexError, TypeError, ValueError):
            return CRASHED

    def look(self, data: bytes, limits: DocumentLimits) -> Look | Rejected:
        """`reading.checking.glance` at a clean picture inside the child, and what it looks like."""
        request = {"operation": "look", "limits": asdict(limits), "thumbnail_side": Limits.thumbnail_side}
        answer = self._ask(request, data)
        if isinstance(answer, Rejected):
            return answer
        try:
            return _look(*answer)
        except (KeyError, TypeError, ValueError):
            return CRASHED

    def read(
        self, data: bytes, kind: DocumentKind, limits: DocumentLimits, *, today: date, upright: bool
    ) -> DocumentReport | Rejected:
        """`reading.checking.read_document` inside the child, which takes longer than other work."""
        request = {"operation": "read", "kind": kind, "limits": asdict(limits), "today": today.isoformat()}
        return self._reported(DocumentReport, request | {"upright": upright}, data, patience=LONG_PATIENCE)

    def check(
        self, data: bytes, kind: DocumentKind, limits: DocumentLimits, *, today: date
    ) -> DocumentReport | Rejected:
        """`reading.checking.check_document` inside the child: what `look` sees and `read` reads."""
        request = {"operation": "check", "kind": kind, "limits": asdict(limits), "today": today.isoformat()}
        return self._reported(DocumentReport, request, data, patience=LONG_PATIENCE)

    def warm(self) -> None:
        """Start the child now, so that the first file does not wait for it."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """End the child. The decoder may be used again: it starts a new one."""
        with self._lock:
            self._stop()

    def _reported(
        self, kind: type[SomeReport], request: dict[str, Any], data: bytes, *, patience: float = 1.0
    ) -> SomeReport | Rejected:
        """The report that the child gives, or that it could not answer."""
        answer = self._ask(request, data, patience=patience)
        if isinstance(answer, Rejected):
            return answer
        try:
            return kind.from_json(answer[0]["report"])
        except (KeyError, TypeError, ValueError):
            return CRASHED

    def _ask(self, request: dict[str, Any], data: bytes, *, patience: float = 1.0) -> Answer | Rejected:
        """What earlier files have left in the child is not the fault of this one: it gets a second, fresh child."""
        with self._lock:
            answer = self._attempt(request, data, self._seconds * patience)
            if isinstance(answer, Rejected) and answer.code in NOT_BY_ITSELF and self._served:
                self._stop()
                answer = self._attempt(request, data, self._seconds * patience)
            return answer

    def _attempt(self, request: dict[str, Any], data: bytes, seconds: float) -> Answer | Rejected:
        try:
            process = self._running()
            patience = Patience(process.pid, seconds, self._seconds * BUSY)
            _write(process, frames.pack(request, [data]), patience)
            header, blobs = _answer(process, patience)
            while header == ALIVE:
                patience.renew(most=self._seconds * LONG_PATIENCE)
                header, blobs = _answer(process, patience)
        except Timeout:
            self._stop()
            return Rejected("timeout", f"文件处理超过 {seconds:g} 秒，请缩小或另存后重新上传")
        except (OSError, EOFError, frames.BadFrame):
            self._stop()
            return CRASHED
        refused = _refused(header)
        if refused and refused.code == OUT_OF_MEMORY:
            self._stop()
            return refused
        self._served += 1
        if self._served >= self._recycle_after:
            self._stop()
        return refused or (header, blobs)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._process = None
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = _spawn(self._memory)
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


def _spawn(memory: int) -> subprocess.Popen[bytes]:
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
        [sys.executable, "-P", "-s", "-m", "zhupei.pure.scans.worker", str(memory)],
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


def _refused(header: dict[str, Any]) -> Rejected | None:
    answer = header.get("rejected")
    if not isinstance(answer, dict):
        return None
    return Rejected(str(answer.get("code", "crashed")), str(answer.get("message", CRASHED.message)))


def _look(header: dict[str, Any], blobs: list[bytes]) -> Look:
    fine, *picture = blobs
    turned = None
    if picture:
        (content, thumbnail), (width, height) = picture, map(int, header["size"])
        turned = Turned(content, thumbnail, width, height)
    return Look(DocumentReport.from_json(header["report"]), Likeness(int(header["coarse"]), fine), turned)


def _accepted(header: dict[str, Any], blobs: list[bytes]) -> Accepted:
    """Rebuild the answer and hold the child to it: a tampered one raises instead of passing through."""
    fields = header["accepted"]
    content, thumbnail, *pages = blobs
    if fields["media_type"] not in MEDIA_TYPES:
        raise ValueError(fields["media_type"])
    return Accepted(
        content=content,
        media_type=fields["media_type"],
        name=str(fields["name"]),
        width=int(fields["width"]),
        height=int(fields["height"]),
        thumbnail=thumbnail,
        pages=tuple(pages),
        findings=tuple(Finding(str(note["code"]), str(note["message"])) for note in fields["findings"]),
    )
