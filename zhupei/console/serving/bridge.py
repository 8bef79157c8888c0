"""From a complete request to Django in a thread, and back: an ASGI application around a WSGI one.

The thread makes the whole answer and is free again; the event loop sends it at the visitor's pace.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import unquote_to_bytes

from zhupei.console.serving import plain
from zhupei.console.serving.bodies import Body, BodyRefused, Gone, Receive, Store
from zhupei.console.serving.limits import KB, MB, ServingLimits

log = logging.getLogger("zhupei.web")
Send = Callable[[Any], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]
Environ = dict[str, Any]
# (path, headers) → the bytes a body may have there, from this visitor, and who that is ("": nobody we know). Runs in a
# thread: it may ask the database.
Allowed = Callable[[str, Headers], tuple[int, str]]
BODILESS = frozenset({204, 304})
CHUNK = 64 * KB


@dataclass
class Reply:
    """A whole answer as Django made it."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    size: int = 0
    file: Any = field(default_factory=lambda: SpooledTemporaryFile(max_size=MB))  # noqa: SIM115  closed when sent

    def chunks(self) -> Iterator[bytes]:
        self.file.seek(0)
        while chunk := self.file.read(CHUNK):
            yield chunk


class Bridge:
    """`threads` at work at once. `allowed` is asked when a body is larger than what every address takes."""

    def __init__(
        self, wsgi: Callable[..., Iterable[bytes]], threads: int, allowed: Allowed, limits: ServingLimits
    ) -> None:
        self.wsgi, self.allowed, self.limits = wsgi, allowed, limits
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self.store = Store(limits)
        self.waiting = 0

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"not served: {scope['type']}")
        try:
            if self.waiting >= self.limits.waiting_requests:
                raise BodyRefused(plain.BUSY)
            body = await self.store.receive(receive, *await self._expected(scope))
            try:
                reply = await self._in_thread(self._answer, scope, body)
            finally:
                body.close()
        except BodyRefused as refused:
            await refuse(refused.answer, receive, send, self.limits)
        except Gone:
            return
        except Exception:  # Django answers its own faults; what comes here must not become a page in English
            log.exception("no answer was made")
            await refuse(plain.FAILED, receive, send, self.limits)
        else:
            await _send(reply, send)

    async def _expected(self, scope: Any) -> tuple[int, str]:
        """The bytes that come, or may come when nobody has said how many, and whose they are.

        Raises `BodyRefused` at once when the announced body is larger than what this address takes of this visitor.
        """
        announced = _announced(scope["headers"])
        if announced is not None and announced <= self.limits.body_bytes:
            return announced, ""
        most, owner = await self._in_thread(self.allowed, scope["path"], scope["headers"])
        most = max(most, self.limits.body_bytes)
        if announced is not None and announced > most:
            raise BodyRefused(plain.TOO_LARGE if most > self.limits.body_bytes else plain.NOT_WANTED)
        return most if announced is None else announced, owner

    async def _in_thread(self, act: Callable[..., Any], *values: Any) -> Any:
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, act, *values)
        finally:
            self.waiting -= 1

    def _answer(self, scope: Any, body: Body) -> Reply:
        reply = Reply()

        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            reply.status = int(status.split(" ", 1)[0])
            reply.headers = [(_bytes(name.lower()), _bytes(value.strip())) for name, value in headers]

        parts = self.wsgi(environ(scope, body), start)
        try:
            for part in parts:
                reply.file.write(part)
                reply.size += len(part)
        finally:
            if close := getattr(parts, "close", None):
                close()  # Django gives its database connection back
        return reply


async def _send(reply: Reply, send: Send) -> None:
    headers = reply.headers
    if reply.status not in BODILESS and not any(name == b"content-length" for name, _ in headers):
        headers = [*headers, (b"content-length", str(reply.size).encode())]
    with reply.file:
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        left = reply.size
        for chunk in reply.chunks():
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})
        if not reply.size:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def refuse(answer: plain.Answer, receive: Receive, send: Send, limits: ServingLimits) -> None:
    """Send a plain page and close. For a moment what is still coming is thrown away: closed at once, many browsers
    would show a broken connection instead of the page.
    """
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body, "more_body": True})
    try:
        async with asyncio.timeout(limits.linger):
            await _discard(receive, limits)
    except TimeoutError:
        pass
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _discard(receive: Receive, limits: ServingLimits) -> None:
    """Until the end of the body, or so many bytes of it; the rest is left in the system's buffers."""
    seen = 0
    while seen < limits.linger_bytes:
        message = await receive()
        if message["type"] != "http.request" or not message["more_body"]:
            return
        seen += len(message["body"])
    await asyncio.sleep(limits.linger)


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


def _announced(headers: Headers) -> int | None:
    """The size of the body; None: it comes in chunks and nobody knows."""
    length = 0
    for name, value in headers:
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = int(value)
    return length


def environ(scope: Any, body: Body) -> Environ:
    """The WSGI environment. A header whose name contains an underscore is dropped: it would pass for the one with a
    hyphen, which our own proxy sets.
    """
    body.file.seek(0)
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    found: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name in (b"content-length", b"transfer-encoding"):
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in found:
            text = f"{found[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        found[key] = text
    if scope["method"] not in ("GET", "HEAD") or body.size:
        found["CONTENT_LENGTH"] = str(body.size)
    return found
