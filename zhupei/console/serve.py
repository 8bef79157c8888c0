"""`zhupei serve`: web and worker on the existing database, in the foreground, until SIGTERM or Ctrl-C."""

import argparse

from zhupei.console.processes import Supervisor, refuse_to_run, written_down


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    from django.db import connections

    from zhupei.config.settings import ENVIRONMENT

    if refuse_to_run():
        return 1
    connections.close_all()
    print(f"Serving on {ENVIRONMENT.bind}:{ENVIRONMENT.port}; Ctrl-C or `zhupei stop` ends it.", flush=True)
    with written_down("serve"):
        return Supervisor(["web", "worker"]).run()
