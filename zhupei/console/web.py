"""`zhupei web`: the web server with as many processes and threads as the settings say.

What all of them need is loaded once and shared; `ZHUPEI_WEB_WORKERS` processes of `ZHUPEI_WEB_THREADS` threads answer,
and one that dies is replaced. It stops gently on SIGTERM: what has been accepted is answered.
"""

import argparse
import socket
from collections.abc import Sequence

from zhupei.console.processes import prepare, refuse_to_run, written_down

STOP_SECONDS = 20
BACKLOG = 2048


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    from django.db import close_old_connections

    from zhupei.config import database, warm
    from zhupei.config.settings import ENVIRONMENT
    from zhupei.console.serving import server
    from zhupei.console.serving.family import Family
    from zhupei.console.serving.limits import ServingLimits
    from zhupei.desks.shared import uploads

    if refuse_to_run():
        return 1
    prepare()
    limits = server.fitted(ServingLimits())
    entrance = listening(ENVIRONMENT.bind, ENVIRONMENT.port)
    warm.warm_up()
    database.disconnect()

    def work() -> None:
        from zhupei.config.wsgi import application
        from zhupei.console.serving.bridge import Bridge

        bridge = Bridge(application, ENVIRONMENT.web_threads, allowed, limits)
        server.serve(entrance, bridge, limits, stop_seconds=STOP_SECONDS)

    def allowed(path: str, headers: Sequence[tuple[bytes, bytes]]) -> tuple[int, str]:
        try:
            return uploads.allowed(path, headers)
        finally:
            close_old_connections()

    with written_down("web"):
        return Family(work, ENVIRONMENT.web_workers, stop_seconds=STOP_SECONDS + 2).run()


def listening(address: str, port: int) -> socket.socket:
    """The socket that all processes accept from."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family, backlog=BACKLOG)
