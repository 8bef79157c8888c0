"""Connections under time limits: uvicorn's protocol, with a clock on everything that it would wait for without end."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from httptools import HttpParserError
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from zhupei.console.serving import plain
from zhupei.console.serving.limits import ServingLimits

NEVER = float("inf")
FAIR = 8  # times the least rate
FRAMES = 16  # a body in chunks of one byte is six times as long on the wire
ROOM = 0.05  # share of the connections that is closed when there are too many


class Guarded(HttpToolsProtocol):
    """`limits` is set on a subclass for each server. Times are those of `time.monotonic`.

    `since`: when what it is waiting for began. `in_headers`: a request has begun, its headers have not ended.
    `padding`: bytes of a request beyond what its body explains (frames of chunks, trailers). `frames`: chunks of its
    body. `deaf`: what still comes is not read; what has been accepted is answered, then it closes.
    """

    limits = ServingLimits()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.since = time.monotonic()
        self.in_headers = False
        self.header_bytes = 0
        self.padding = 0
        self.frames = 0
        self.received = 0
        self.deaf = False
        self.stalled_since = NEVER
        self.closing_since = NEVER
        self.served = False

    # --- what happens ----------------------------------------

    def data_received(self, data: bytes) -> None:
        if self.deaf or self.transport.is_closing():
            return
        self.padding += len(data)
        super().data_received(data)
        if self.deaf or self.transport.is_closing():
            return
        if self.receiving and self.padding > self.limits.padding_bytes:
            self.send_400_response("")
        elif self.in_headers:
            self.header_bytes += len(data)
            if self.header_bytes > self.limits.header_bytes:
                self.refuse(plain.LONG_HEADERS)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.in_headers, self.header_bytes, self.padding, self.frames, self.received = True, 0, 0, 0, 0
        if not self.busy:
            self.since = time.monotonic()

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(self.headers) >= self.limits.header_fields:
            raise HttpParserError("too many header fields")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self.in_headers = False
        if len(self.pipeline) >= self.limits.pipelined:
            raise HttpParserError("too many requests at once")
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        self.frames += 1
        if self.frames > self.limits.frames + self.received // self.limits.frame_bytes:
            raise HttpParserError("too many chunks")

    def on_body(self, body: bytes) -> None:
        self.padding -= FRAMES * len(body)
        self.received += len(body)
        super().on_body(body)

    def on_response_complete(self) -> None:
        self.since, self.served = time.monotonic(), True
        super().on_response_complete()

    def pause_writing(self) -> None:
        self.stalled_since = time.monotonic()
        super().pause_writing()

    def resume_writing(self) -> None:
        self.stalled_since = NEVER
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        self.refuse(plain.BROKEN)

    def refuse(self, answer: plain.Answer) -> None:
        """Take nothing more. Requests that have been accepted get their answers, each in its turn; this comes last."""
        self.deaf = True
        if not self.busy:
            self.goodbye(answer)
        elif self.in_headers or not self.receiving:
            self.cycle.keep_alive = False
        elif self.pipeline:  # the one whose body is broken waits behind others
            self.pipeline[0] = (self.cycle, _saying(answer))
        elif self.cycle.response_started:
            self.transport.abort()
        else:
            self.goodbye(answer)

    def goodbye(self, answer: plain.Answer) -> None:
        """Say why, and close."""
        lines = [name + b": " + value + b"\r\n" for name, value in answer.headers]
        self.transport.write(b"".join([STATUS_LINE[answer.status], *lines, b"\r\n", answer.body]))
        self.transport.close()

    # --- what is too long ----------------------------------------

    @property
    def busy(self) -> bool:
        """A request is being received, worked on or answered: `bodies` has its clock."""
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def receiving(self) -> bool:
        """The headers of a request are there, its body is not."""
        return self.busy and self.cycle.more_body

    def replaceable(self, now: float) -> bool:
        """Whether it may be closed when others need the room: never while we owe a complete request its answer, unless
        nobody takes the answer.
        """
        return not self.busy or self.receiving or now - self.stalled_since > self.limits.linger

    def debt(self, now: float) -> float:
        """Bytes that a visitor on a poor line would have sent meanwhile and this one has not."""
        return (now - self.since) * self.limits.least_rate * FAIR - self.received

    def close_if_late(self, now: float) -> None:
        """Close what has taken too long."""
        if self.transport.is_closing():
            self.closing_since = min(self.closing_since, now)
            if now - self.closing_since > self.limits.closing:
                self.transport.abort()
        elif now - self.stalled_since > self.limits.writing:
            self.transport.abort()
        elif self.busy:
            return
        elif self.in_headers:
            if now - self.since > self.limits.header:
                self.goodbye(plain.TOO_SLOW)
        elif now - self.since > (self.limits.idle if self.served else self.limits.first):
            self.transport.close()


def _saying(answer: plain.Answer) -> Callable[..., Awaitable[None]]:
    async def say(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})

    return say


async def watch(connections: Iterable[Guarded], every: float) -> None:
    """Look at each connection every so many seconds, until cancelled. A thousand cost a millisecond."""
    while True:
        await asyncio.sleep(every)
        now = time.monotonic()
        for connection in tuple(connections):
            connection.close_if_late(now)


def make_room(connections: Iterable[Guarded]) -> int:
    """Close a twentieth of all, first those that have kept us waiting most; returns how many."""
    now = time.monotonic()
    present = [each for each in connections if not each.transport.is_closing()]
    waiting = [each for each in present if each.replaceable(now)]
    chosen = sorted(waiting, key=lambda each: -each.debt(now))[: max(1, int(len(present) * ROOM))]
    for connection in chosen:
        connection.transport.abort()
    return len(chosen)
