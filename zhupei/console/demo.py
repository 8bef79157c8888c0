"""`zhupei demo`: migrate, load the demonstration world, start web and worker in the background, print the logins.

It returns when everything answers; `zhupei stop` ends what it left running. Run again, it restarts cleanly and keeps
the data.
"""

import argparse
import logging
import subprocess
import time
from pathlib import Path

from zhupei.console import processes
from zhupei.console.stop import stop_processes
from zhupei.kernel.folders import private

PATIENCE_SECONDS = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command
    from django.db import connections

    from zhupei.config.settings import ENVIRONMENT
    from zhupei.kernel import clock
    from zhupei.world import loading, samples

    if not ENVIRONMENT.demonstration:
        print("`zhupei demo` is for the demonstration; in production use `zhupei migrate` and `zhupei serve`.")
        return 1
    logging.getLogger().setLevel(logging.WARNING)
    stop_processes(ENVIRONMENT.data_dir)
    if not processes.port_is_free(ENVIRONMENT.bind, ENVIRONMENT.port):
        print(f"Port {ENVIRONMENT.port} is taken by another program. Choose another one: PORT=8001 make demo")
        return 1
    print("Preparing the database ...", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    print("Loading the demonstration world ...", flush=True)
    samples.load(loading.load(clock.now()), clock.now())
    connections.close_all()
    return start(ENVIRONMENT.data_dir, f"http://{_reachable(ENVIRONMENT.bind)}:{ENVIRONMENT.port}")


def _reachable(address: str) -> str:
    return "127.0.0.1" if address in ("0.0.0.0", "::", "127.0.0.1") else address  # noqa: S104  a comparison


def start(data_dir: Path, url: str) -> int:
    """Start `zhupei serve` detached and wait until it is ready; 1 with the end of its log when it is not."""
    log_path = private(data_dir / "logs") / "serve.log"
    print("Starting web and worker ...", flush=True)
    with log_path.open("ab") as log:
        position = log.tell()
        server = subprocess.Popen(  # noqa: S603  our own verb
            processes.command("serve"),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if processes.answers(f"{url}/readyz"):
            announce(url, log_path)
            return 0
        time.sleep(0.3)
    print(f"The server did not become ready. The end of {log_path}:")
    print("\n".join(log_path.read_bytes()[position:].decode("utf-8", "replace").splitlines()[-20:]))
    stop_processes(data_dir)
    return 1


def announce(url: str, log_path: Path) -> None:
    """The address, and a login for every role."""
    from zhupei.cycles.models import Cycle
    from zhupei.world import loading
    from zhupei.world.fiction import logins

    print(f"\nReady: {url}\n")
    print(f"Staff: {url}/staff/login/ with the password {logins.STAFF_PASSWORD}")
    for login in logins.staff():
        print(f"  {login.login_name:<20}{login.words}")
    print(f"Their second factor: the current six digits of everybody stand on {url}/demo/logins/\n")
    print(f"Applicants: {url}/login/ with the password {logins.APPLICANT_PASSWORD}")
    for sample, facts in logins.samples(loading.first_day(Cycle.objects.latest("year"))):
        print(f"  {facts.document_number:<20}{sample.words}")
    print(f"\nOr register yourself; SMS arrive at {url}/demo/inbox/, the clock is at {url}/demo/clock/")
    print(f"Log: {log_path}\n`make stop` ends it.")
