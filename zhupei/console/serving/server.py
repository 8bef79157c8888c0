"""One process of the web: accepts from the socket that all of them share, and stops gently."""

import asyncio
import errno
import logging
import os
import resource
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from uvicorn import Config, Server

from zhupei.console.serving import connections
from zhupei.console.serving.connections import Guarded
from zhupei.console.serving.limits import ServingLimits

EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
REST = 0.2  # seconds without accepting after the system had no descriptor left
SPARE = 256  # descriptors for files and the database


class WebServer(Server):
    """uvicorn's server with an entrance of its own: one connection for each turn of the loop, so that the process with
    less to do takes the next one, and room is made before there is none.
    """

    def __init__(self, config: Config, limits: ServingLimits) -> None:
        super().__init__(config)
        self.limits = limits
        self.entrance: socket.socket | None = None
        self.arriving: set[asyncio.Task[Any]] = set()
        self.parent = os.getppid()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        assert sockets
        await super().startup(sockets=[])
        self.entrance = sockets[0]
        self.entrance.setblocking(False)
        self.watching = asyncio.create_task(connections.watch(self.present, self.limits.watch))
        self._open()

    async def on_tick(self, counter: int) -> bool:
        """Ends with its parent, however that ended: nobody else would ever stop it."""
        return await super().on_tick(counter) or os.getppid() != self.parent

    @property
    def present(self) -> set[Guarded]:
        return self.server_state.connections  # type: ignore[return-value]

    def _open(self) -> None:
        if self.entrance is not None:
            asyncio.get_running_loop().add_reader(self.entrance, self._accept)

    def _accept(self) -> None:
        assert self.entrance is not None
        loop = asyncio.get_running_loop()
        try:
            visitor, _ = self.entrance.accept()
        except OSError as error:
            if error.errno in EXHAUSTED:
                connections.make_room(self.present)
                loop.remove_reader(self.entrance)
                loop.call_later(REST, self._open)
            return
        if len(self.present) >= self.limits.connections:
            connections.make_room(self.present)
        task = loop.create_task(self._receive(visitor))
        self.arriving.add(task)
        task.add_done_callback(self.arriving.discard)

    async def _receive(self, visitor: socket.socket) -> None:
        try:
            visitor.setblocking(False)
            visitor.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().connect_accepted_socket(self._connection, visitor)
        except OSError:
            visitor.close()

    def _connection(self) -> asyncio.Protocol:
        make: Any = self.config.http_protocol_class
        return make(config=self.config, server_state=self.server_state, app_state={})

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.entrance is not None:
            asyncio.get_running_loop().remove_reader(self.entrance)
            self.entrance = None
        await super().shutdown(sockets=sockets)
        self.watching.cancel()


def serve(entrance: socket.socket, app: Callable[..., Any], limits: ServingLimits, *, stop_seconds: int) -> None:
    """Answer until SIGTERM; then finish what has been accepted, for at most `stop_seconds`."""
    protocol = type("Limited", (Guarded,), {"limits": limits})
    config = Config(
        app,
        loop="asyncio",
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=int(limits.idle) + 1,
        timeout_graceful_shutdown=stop_seconds,
    )
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.ERROR)
    WebServer(config, limits).run(sockets=[entrance])


def fitted(limits: ServingLimits) -> ServingLimits:
    """Ask the system for as many open files as the connections need; fewer connections when it does not give them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections + SPARE
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return replace(limits, connections=min(limits.connections, max(64, soft - SPARE)))
