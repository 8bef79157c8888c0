"""A browser without JavaScript in a few hundred microseconds: one kept connection, cookies, forms, redirects."""

import json
import os
import re
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urljoin, urlsplit

from bench.forms import Form, find, read

HOST = "127.0.0.1"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) zhupei-bench"
SECONDS = 30.0
MOST_REDIRECTS = 4
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r\n]*)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r\n]+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)

# Called after every answer with: kind of request, seconds, status.
Observer = Callable[[str, float, int], None]
File = tuple[str, str, bytes, str]  # field, file name, content, media type


class Failed(Exception):
    """The server answered something a person would not expect."""


@dataclass
class Page:
    """An answer. `path` is where it came from, after redirects."""

    status: int
    path: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.body)

    def forms(self) -> list[Form]:
        return read(self.text)

    def form(self, *, action: str = "", name: str = "") -> Form:
        """The form a person would fill; raises NoForm."""
        return find(self.forms(), action=action, name=name)


class Browser:
    """One person's browser. `address` is what the proxy in front would say (X-Forwarded-For)."""

    def __init__(self, port: int, address: str, observe: Observer) -> None:
        self.port, self.address, self.observe = port, address, observe
        self.cookies: dict[str, str] = {}
        self.page = Page(0, "/", b"")
        self._socket: socket.socket | None = None
        self._rest = b""

    def get(self, path: str, kind: str) -> Page:
        """Follow a link; the page is kept as `self.page`."""
        return self._go("GET", path, kind, b"", "")

    def fetch(self, path: str, kind: str) -> Page:
        """What a page brings along (pictures, puzzles): the page stays where it is."""
        status, _, body = self._timed("GET", path, kind, b"", "")
        return Page(status, path, body)

    def submit(
        self,
        form: Form,
        answers: Mapping[str, str | None],
        kind: str,
        *,
        extra: Mapping[str, str] | None = None,
        button: tuple[str, str] | None = None,
        file: File | None = None,
        follow: bool = True,
    ) -> Page:
        """Send a form as filled in and follow the redirect, unless told not to. `extra` fields are those that a widget
        adds.
        """
        pairs = form.filled(dict(answers)) + list((extra or {}).items())
        if button is not None:
            pairs.append(button)
        target = urljoin(self.page.path, form.action) if form.action else self.page.path
        if form.multipart:
            body, media_type = _multipart(pairs, file)
        else:
            body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()
            media_type = "application/x-www-form-urlencoded"
        return self._go("POST", target, kind, body, media_type, follow=follow)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _go(self, method: str, path: str, kind: str, body: bytes, media_type: str, *, follow: bool = True) -> Page:
        for _ in range(MOST_REDIRECTS):
            status, head, answer = self._timed(method, path, kind, body, media_type)
            location = _LOCATION.search(head)
            if not follow or status not in (301, 302, 303) or location is None:
                self.page = Page(status, path, answer)
                return self.page
            parts = urlsplit(urljoin(path, location[1].decode()))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            method, body, media_type, kind = "GET", b"", "", f"{kind} →"
        raise Failed(f"too many redirects at {path}")

    def _timed(self, method: str, path: str, kind: str, body: bytes, media_type: str) -> tuple[int, bytes, bytes]:
        request = self._request(method, path, body, media_type)
        started = time.perf_counter()
        try:
            status, head, answer = self._exchange(request)
        except OSError:
            self.close()
            self.observe(kind, time.perf_counter() - started, 599)
            raise
        self.observe(kind, time.perf_counter() - started, status)
        for name, value in _COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        if _CLOSE.search(head):
            self.close()
        return status, head, answer

    def _request(self, method: str, path: str, body: bytes, media_type: str) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}:{self.port}",
            f"User-Agent: {AGENT}",
            f"X-Forwarded-For: {self.address}",
            "Accept: text/html",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += [
                f"Origin: http://{HOST}:{self.port}",
                f"Referer: http://{HOST}:{self.port}{self.page.path}",
                f"Content-Type: {media_type}",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _exchange(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Send and read one answer; a kept connection that the server has closed meanwhile is opened anew, once."""
        if self._socket is not None:
            try:
                self._socket.sendall(request)
                return self._answer()
            except (BrokenPipeError, ConnectionResetError, EOFError):
                self.close()
        self._socket = socket.create_connection((HOST, self.port), timeout=SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        try:
            return self._answer()
        except EOFError as error:
            raise ConnectionResetError("closed without an answer") from error

    def _answer(self) -> tuple[int, bytes, bytes]:
        data = self._rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive()
        head, rest = data[: end + 2], data[end + 4 :]
        status = int(head[9:12])
        if _CHUNKED.search(head):
            body, self._rest = self._chunks(rest)
            return status, head, body
        length = int(found[1]) if (found := _LENGTH.search(head)) else 0
        parts, missing = [rest], length - len(rest)
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        body = b"".join(parts)
        self._rest = body[length:]
        return status, head, body[:length]

    def _chunks(self, data: bytes) -> tuple[bytes, bytes]:
        body = b""
        while True:
            while (end := data.find(b"\r\n")) < 0:
                data += self._receive()
            size = int(data[:end], 16)
            while len(data) < end + size + 4:
                data += self._receive()
            body, data = body + data[end + 2 : end + 2 + size], data[end + size + 4 :]
            if size == 0:
                return body, data

    def _receive(self) -> bytes:
        assert self._socket is not None
        piece = self._socket.recv(262_144)
        if not piece:
            raise EOFError
        return piece


def _multipart(pairs: list[tuple[str, str]], file: File | None) -> tuple[bytes, str]:
    boundary = os.urandom(12).hex()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    if file is not None:
        field, name, content, media_type = file
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: {media_type}\r\n\r\n".encode() + content + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"
