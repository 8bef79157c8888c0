"""What the verbs that run processes share: refusing to start, pid files, supervision, waiting for an address."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhupei.config.environment import Environment
from zhupei.kernel import logs
from zhupei.kernel.folders import private
from zhupei.kernel.server_log import WARNING

STOP_SECONDS = 25
VERB = "from zhupei.console.main import main; raise SystemExit(main())"
STABLE_SECONDS = 30
LONGEST_PAUSE = 15.0


def refuse_to_run() -> bool:
    """True, with the reason printed, when the database could lose an acknowledged submission (quality.md, Durability)
    or has not been migrated. That its log would hold values is a warning only."""
    from zhupei.desks.shared import health

    for check in (health.durability, health.migrations):
        if fault := check():
            print(f"Refusing to run: {check.__name__}: {fault}", file=sys.stderr)
            return True
    if settings := health.talkative():
        print(f"Warning: {WARNING}: {', '.join(settings)}", file=sys.stderr)
    return False


def prepare() -> None:
    """Collect the built assets into the data directory, compressed and with their digests in the names."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def command(verb: str, *arguments: str) -> list[str]:
    """The command line of one of our verbs, in this Python."""
    return [sys.executable, "-c", VERB, verb, *arguments]


def run_folder(data_dir: Path) -> Path:
    return private(data_dir / "run")


@contextmanager
def written_down(name: str) -> Iterator[None]:
    """Keep this process's id in `run/<name>.pid` while it runs, so that `zhupei stop` finds it; what ends it is told in
    the log without the values of anybody.
    """
    logs.tell_uncaught()
    path = run_folder(Environment().data_dir) / f"{name}.pid"
    path.write_text(str(os.getpid()))
    try:
        yield
    finally:
        if path.exists() and path.read_text() == str(os.getpid()):
            path.unlink()


def port_is_free(address: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True


def answers(url: str) -> bool:
    """Whether a GET is answered with 200."""
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Supervisor:
    """Keeps the verbs `names` running as child processes until a signal comes; what dies is started again.

    A child that dies at once waits longer and longer (up to fifteen seconds); the children get SIGTERM together and
    25 seconds to finish what they have accepted.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, float] = {}
        self.due: dict[str, float] = {}
        self.pause = dict.fromkeys(names, 0.5)
        self.ending = False

    def run(self) -> int:
        """Returns 0 after SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        for name in self.names:
            self._start(name)
        while not self.ending:
            time.sleep(0.2)
            for name in self.names:
                self._look_after(name)
        self._stop()
        return 0

    def _end(self, number: int, frame: object) -> None:
        self.ending = True

    def _start(self, name: str) -> None:
        self.children[name] = subprocess.Popen(command(name), start_new_session=True)  # noqa: S603
        self.started[name] = time.monotonic()
        self.due.pop(name, None)

    def _look_after(self, name: str) -> None:
        now = time.monotonic()
        if name in self.due:
            if now >= self.due[name] and not self.ending:
                self._start(name)
            return
        code = self.children[name].poll()
        if code is None:
            return
        stable = now - self.started[name] > STABLE_SECONDS
        self.pause[name] = 0.5 if stable else min(LONGEST_PAUSE, self.pause[name] * 2)
        self.due[name] = now + self.pause[name]
        print(f"{name} ended with {code}; starting it again", file=sys.stderr, flush=True)

    def _stop(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
