"""Receiving a request's body: completely, within its size, at its least rate, before anybody works on it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from zhupei.console.serving import plain
from zhupei.console.serving.limits import Limits

Receive = Callable[[], Awaitable[Any]]


class Refused(Exception):
    """The body is not taken; `answer` says why."""

    def __init__(self, answer: plain.Answer) -> None:
        super().__init__(answer.title)
        self.answer = answer


class Gone(Exception):
    """The visitor has left before his request was complete."""


class Store:
    """The bytes of all bodies that a process holds at the moment."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.held = 0

    async def receive(self, receive: Receive, most: int) -> "Body":
        """The complete body. Raises `Refused` when it is larger than `most` or comes too slowly, `Gone`."""
        body = Body(self)
        try:
            await self._fill(body, receive, most)
        except BaseException:
            body.close()
            raise
        return body

    async def _fill(self, body: "Body", receive: Receive, most: int) -> None:
        began = time.monotonic()
        while True:
            try:
                async with asyncio.timeout(self.limits.silence):
                    message = await receive()
            except TimeoutError:
                raise Refused(plain.TOO_SLOW)
            if message["type"] != "http.request":
                raise Gone
            body.add(message["body"])
            if body.size > most:
                raise Refused(plain.TOO_LARGE)
            if self.held > self.limits.stored_bytes:
                raise Refused(plain.BUSY)
            if not message["more_body"]:
                return
            late = time.monotonic() - began - self.limits.grace
            if late > 0 and body.size < late * self.limits.least_rate:
                raise Refused(plain.TOO_SLOW)


class Body:
    """What has been received; large ones lie in a file without a name, which is gone with the process."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.size = 0
        self.file = SpooledTemporaryFile(max_size=store.limits.in_memory)  # noqa: SIM115  closed by whoever has it

    def add(self, chunk: bytes) -> None:
        if chunk:
            self.file.write(chunk)
            self.size += len(chunk)
            self.store.held += len(chunk)

    def close(self) -> None:
        self.store.held -= self.size
        self.size = 0
        self.file.close()
