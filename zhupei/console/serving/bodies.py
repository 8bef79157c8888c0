"""Receiving a request's body: completely, within its size and its time, before anybody works on it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from zhupei.console.serving import plain
from zhupei.console.serving.limits import ServingLimits
from zhupei.console.serving.pace import Pace

Receive = Callable[[], Awaitable[Any]]


class BodyRefused(Exception):
    """The body is not taken; `answer` says why."""

    def __init__(self, answer: plain.Answer) -> None:
        super().__init__(answer.title)
        self.answer = answer


class Gone(Exception):
    """The visitor has left before his request was complete."""


class Store:
    """The bytes of all bodies that a process holds at the moment.

    Large bodies share what small ones leave them and never the reserve, and nobody has more than his share of large
    ones. When it is full, the unfinished body that holds most for longest goes, not whoever comes next.
    """

    def __init__(self, limits: ServingLimits) -> None:
        self.limits = limits
        self.bodies: set[Body] = set()
        self.held = 0
        self.held_large = 0

    async def receive(self, receive: Receive, most: int, owner: str = "") -> "Body":
        """The complete body of at most `most` bytes; `owner` is who sends a large one.

        Raises `Gone`, or `BodyRefused`: it is larger, comes too slowly, takes too long, or there is no room for it.
        """
        body = Body(self, most, owner)
        self._admit(body)
        try:
            await self._fill(body, receive)
        except BaseException:
            body.close()
            raise
        return body

    def _admit(self, body: "Body") -> None:
        if body.large:
            same = [each.most for each in self.bodies if each.large and each.owner == body.owner]
            if len(same) >= self.limits.owner_bodies or sum(same) + body.most > self.limits.owner_bytes:
                raise BodyRefused(plain.TOO_MANY)
        self.bodies.add(body)

    async def _fill(self, body: "Body", receive: Receive) -> None:
        while body.unfinished:
            message = await body.next(receive)
            if message["type"] != "http.request":
                raise Gone
            body.unfinished = message["more_body"]
            body.add(message["body"])
            if body.size > body.most:
                raise BodyRefused(plain.TOO_LARGE)
            self._make_room()
            if body.dropped:
                raise BodyRefused(plain.CROWDED)
            now = time.monotonic()
            body.pace.note(now, body.size)
            if body.unfinished and body.pace.slow(now, body.size):
                raise BodyRefused(plain.TOO_SLOW)

    def _make_room(self) -> None:
        while self.held_large > self.limits.stored_bytes - self.limits.reserved_bytes:
            self._drop_one(large=True)
        while self.held > self.limits.stored_bytes:
            self._drop_one(large=False)

    def _drop_one(self, *, large: bool) -> None:
        """Large ones first. Complete ones stay: somebody works on them, and soon they are gone by themselves."""
        now = time.monotonic()
        unfinished = [each for each in self.bodies if each.unfinished and each.size and (each.large or not large)]
        if not unfinished:
            raise BodyRefused(plain.BUSY)
        max(unfinished, key=lambda each: (each.large, each.pace.burden(now, each.size))).drop()


class Body:
    """What has been received; large ones lie in a file without a name, which is gone with the process."""

    def __init__(self, store: Store, most: int, owner: str) -> None:
        self.store, self.most, self.owner = store, most, owner
        self.large = most > store.limits.body_bytes
        self.size = 0
        self.unfinished = True
        self.dropped = False
        self.pace = Pace(store.limits, most, time.monotonic())
        self.waits: asyncio.Timeout | None = None
        self.file = SpooledTemporaryFile(max_size=store.limits.in_memory)  # noqa: SIM115  closed by whoever has it

    async def next(self, receive: Receive) -> Any:
        """The next message. Raises `BodyRefused` after a silence, at the end of its time, or when it was dropped."""
        left = max(0.0, self.pace.ends - time.monotonic())
        message = None
        try:
            async with asyncio.timeout(min(self.store.limits.silence, left)) as self.waits:
                message = await receive()
        except TimeoutError:
            pass
        finally:
            self.waits = None
        if self.dropped:
            raise BodyRefused(plain.CROWDED)
        if message is None:
            raise BodyRefused(plain.TOO_SLOW)
        return message

    def add(self, chunk: bytes) -> None:
        if chunk:
            self.file.write(chunk)
            self._count(len(chunk))

    def _count(self, more: int) -> None:
        self.size += more
        self.store.held += more
        self.store.held_large += more if self.large else 0

    def drop(self) -> None:
        """Give its bytes back at once; whoever receives it learns it now."""
        self.dropped = True
        self.close()
        if self.waits is not None and not self.waits.expired():
            self.waits.reschedule(asyncio.get_running_loop().time())

    def close(self) -> None:
        self._count(-self.size)
        self.store.bodies.discard(self)
        self.file.close()
