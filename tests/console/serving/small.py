"""A web server as `zhupei web` runs it, around a small application, with limits that tests can wait for."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from zhupei.config.environment import ROOT
from zhupei.console.serving.limits import ServingLimits

TIGHT = ServingLimits(
    first=0.5,
    header=0.5,
    idle=1.0,
    silence=0.5,
    grace=0.4,
    window=0.4,
    least_rate=2000,
    patience=1.5,
    steady_rate=25_000,
    writing=0.6,
    closing=0.3,
    linger=0.2,
    watch=0.1,
    body_bytes=2_000,
    in_memory=1_000,
)
THREADS = 2
UPLOADS = 50_000  # bytes that /upload takes
PATIENCE = 20.0
RUN = """
import json, socket, sys
from tests.console.serving import small
small.main(int(sys.argv[1]), json.loads(sys.argv[2]))
"""


def main(port: int, limits: dict[str, Any]) -> None:
    """In the server's process: a family of one."""
    from zhupei.console.serving import server
    from zhupei.console.serving.bridge import Bridge
    from zhupei.console.serving.family import Family

    chosen = server.fitted(ServingLimits(**limits))
    entrance = socket.create_server(("127.0.0.1", port), backlog=512)

    def work() -> None:
        allowed = lambda path, headers: (UPLOADS if path == "/upload" else 0, _owner(headers))  # noqa: E731
        server.serve(entrance, Bridge(application, THREADS, allowed, chosen), chosen, stop_seconds=3)

    raise SystemExit(Family(work, 1, stop_seconds=4).run())


def _owner(headers: Iterable[tuple[bytes, bytes]]) -> str:
    return dict(headers).get(b"cookie", b"").decode()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Says what it was asked; `/slow` takes half a second, `/large` answers with five megabytes."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    asked = {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"].encode("latin-1").decode(),
        "query": environ["QUERY_STRING"],
        "size": len(body),
        "headers": {name: value for name, value in environ.items() if name.startswith("HTTP_")},
    }
    if asked["path"] == "/slow":
        time.sleep(0.5)
    if asked["path"] == "/broken":
        raise RuntimeError("as asked")
    answer = b"x" * 5_000_000 if asked["path"] == "/large" else json.dumps(asked).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


class Small:
    """The running server."""

    def __init__(self, log: Path, limits: ServingLimits = TIGHT) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", RUN, str(self.port), json.dumps(asdict(limits))], cwd=ROOT, stderr=errors
            )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.get()
                return
            except OSError:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)

    def connect(self, sent: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(sent)
        return connection

    def say(self, sent: bytes) -> bytes:
        """Everything that is answered to these bytes until the server closes."""
        with self.connect(sent) as connection:
            return rest(connection)

    def get(self, path: str = "/", headers: bytes = b"") -> dict[str, Any]:
        """An honest visitor's request, which must be answered."""
        answer = self.say(b"GET %s HTTP/1.1\r\nHost: x\r\n%sConnection: close\r\n\r\n" % (path.encode(), headers))
        assert status(answer) == 200, answer
        found: dict[str, Any] = json.loads(answer.split(b"\r\n\r\n", 1)[1])
        return found

    @contextlib.contextmanager
    def holding(self, count: int, sent: bytes = b"") -> Iterator[list[socket.socket]]:
        """So many connections that have sent this and stay."""
        held = [self.connect(sent) for _ in range(count)]
        try:
            yield held
        finally:
            for connection in held:
                connection.close()


def rest(connection: socket.socket) -> bytes:
    """What still comes until the other side closes, however it does."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := connection.recv(65_536):
            found += chunk
    return found


def one(connection: socket.socket) -> bytes:
    """One answer of the small application; the connection stays."""
    found = b""
    while not found.endswith(b"}}"):
        chunk = connection.recv(65_536)
        assert chunk, found
        found += chunk
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def drip(connection: socket.socket, pieces: Iterable[bytes], pause: float) -> threading.Thread:
    """Send piece after piece in the background until the server has had enough."""

    def work() -> None:
        with contextlib.suppress(OSError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
