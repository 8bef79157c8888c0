"""Many connections to the measured server from a process of its own: attackers who hold what they can, and browsers
that open three connections each. Loopback only, bounded in number and time. Prints what happened as JSON.

    python -m bench.siege attack PORT SECONDS
    python -m bench.siege browsers PORT SECONDS
"""

import asyncio
import contextlib
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable

HOST = "127.0.0.1"
DESCRIPTORS = 4096
AGAIN = 1.0  # seconds until an attacker who was sent away comes back
HEAD = b"Host: 127.0.0.1\r\nUser-Agent: zhupei-bench\r\n"
POST = b"POST /login/ HTTP/1.1\r\n" + HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n"
LARGE = 200 * 1024 * 1024
PIECE = b"a" * 65_536
MOST_SENT = 16 * 1024 * 1024  # of a large body, by one connection, in all
PATIENCE = 30.0  # seconds that a browser waits
BROWSERS = 300
EACH = 3
ASSET = re.compile(rb'(?:src|href)="(/static/[^"]+)"')

Attack = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Connects and says nothing."""
    await _until_closed(reader)


async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Announces a form and sends one byte a second."""
    writer.write(POST + b"Content-Length: 100000\r\n\r\n")
    while not reader.at_eof() and not writer.is_closing():
        writer.write(b"a")
        await asyncio.sleep(1)
        if reader.at_eof():
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.01):
                await reader.read(65_536)


async def idle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Asks once and keeps the connection, as every browser does."""
    writer.write(b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n")
    await _until_closed(reader)


async def large(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Announces 200 MB and sends as fast as they are taken."""
    writer.write(POST + b"Content-Length: %d\r\n\r\n" % LARGE)
    for _ in range(MOST_SENT // len(PIECE)):
        writer.write(PIECE)
        await writer.drain()
    await _until_closed(reader)


ATTACKS: tuple[tuple[Attack, int], ...] = ((silent, 500), (slow, 200), (idle, 500), (large, 200))


async def _until_closed(reader: asyncio.StreamReader) -> None:
    while await reader.read(65_536):
        pass


class Siege:
    """`held`: open at the moment, by kind; `most`: at the best moment."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self.end = port, time.monotonic() + seconds
        self.held: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()

    async def run(self) -> dict[str, object]:
        every = [self._one(attack) for attack, count in ATTACKS for _ in range(count)]
        await asyncio.gather(*every)
        return {"most": self.most, "opened": self.opened}

    async def _one(self, attack: Attack) -> None:
        """One attacker: comes back when he was sent away, until the end."""
        name = attack.__name__
        while (left := self.end - time.monotonic()) > 0:
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(left):
                    reader, writer = await asyncio.open_connection(HOST, self.port)
                    self.opened[name] += 1
                    self.held[name] += 1
                    self.most[name] = max(self.most[name], self.held[name])
                    try:
                        await attack(reader, writer)
                    finally:
                        self.held[name] -= 1
                        writer.transport.abort()
            await asyncio.sleep(min(AGAIN, max(0.0, self.end - time.monotonic())))


async def browsers(port: int, seconds: float) -> dict[str, object]:
    """So many browsers come within `seconds`: a page and two of its files, each by a connection of its own, all kept
    open to the end. Returns the seconds from connecting to the last byte, and what was not answered.
    """
    taken: list[float] = []
    faults: Counter[str] = Counter()
    kept: list[asyncio.StreamWriter] = []

    async def fetch(path: bytes) -> bytes:
        began = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = await asyncio.open_connection(HOST, port)
                kept.append(writer)
                writer.write(b"GET " + path + b" HTTP/1.1\r\n" + HEAD + b"\r\n")
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1]) if length else 0)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            faults[type(error).__name__] += 1
            return b""
        finally:
            taken.append(time.monotonic() - began)
        if (status := head.split(b" ", 2)[1].decode()) != "200":
            faults[status] += 1
        return body

    async def browser(number: int) -> None:
        await asyncio.sleep(seconds * number / BROWSERS)
        page = await fetch(b"/")
        await asyncio.gather(*map(fetch, ASSET.findall(page)[: EACH - 1]))

    await asyncio.gather(*map(browser, range(BROWSERS)))
    for writer in kept:
        writer.close()
    return {"taken": taken, "faults": faults, "connections": len(kept)}


def main(role: str, port: int, seconds: float) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    work = Siege(port, seconds).run() if role == "attack" else browsers(port, seconds)
    print(json.dumps(asyncio.run(work)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
