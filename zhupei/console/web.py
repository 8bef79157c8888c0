"""`zhupei web`: the web server (granian, WSGI) with as many processes and threads as the settings say.

One process of granian accepts, `ZHUPEI_WEB_WORKERS` processes of `ZHUPEI_WEB_THREADS` threads answer; a worker that
dies is replaced. It stops gently on SIGTERM: what has been accepted is answered.
"""

import argparse

from zhupei.console.processes import prepare, refuse_to_run, written_down


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from zhupei.config import database, warm
    from zhupei.config.settings import ENVIRONMENT

    if refuse_to_run():
        return 1
    prepare()
    warm.warm_up()
    database.disconnect()
    with written_down("web"):
        Granian(
            "zhupei.config.wsgi:application",
            address=ENVIRONMENT.bind,
            port=ENVIRONMENT.port,
            interface=Interfaces.WSGI,
            workers=ENVIRONMENT.web_workers,
            blocking_threads=ENVIRONMENT.web_threads,
            backlog=2048,
            backpressure=ENVIRONMENT.web_threads * 16,
            respawn_failed_workers=True,
            workers_kill_timeout=20,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
    return 0
