"""The whole system for the journeys: a database of its own, the demonstration world in it, web and worker as processes.

`RunningSystem.entered` lets the test process work in the same database and the same files, with the same keys: so a
journey prepares people through the system's own actions, and looks at what a page has left behind.
"""

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test import override_settings

from tests.template import template, url_of
from zhupei.accounts.models import VerificationCode
from zhupei.console import processes
from zhupei.kernel import clock
from zhupei.world import loading

Found = TypeVar("Found")
PATIENCE = 60.0  # seconds until something that has to come is missed
PAUSE = 0.05
CODE = re.compile(r"验证码 (\d{6})")


def until(found: Callable[[], Found], what: str, patience: float = PATIENCE) -> Found:
    """The first true answer of `found`; TimeoutError naming `what` when none comes."""
    deadline = time.monotonic() + patience
    while not (answer := found()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited in vain for {what}")
        time.sleep(PAUSE)
    return answer


class RunningSystem:
    """`folder` holds everything it writes; the database is `name` on the server the tests use anyway."""

    def __init__(self, folder: Path, name: str, world: Callable[[datetime], object] = loading.load) -> None:
        self.folder, self.name, self.world = folder, name, world
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    # --- the building ----------------------------------------

    def build(self) -> None:
        """A new database with the demonstration world."""
        self.raze()
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f"CREATE DATABASE {self.name} TEMPLATE {template()}")
        with self.entered():
            self.world(clock.now())

    def raze(self) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def open(self) -> None:
        """Start web and worker and wait until the web says that everything is ready."""
        for verb in ("web", "worker"):
            with (self.folder / f"{verb}.log").open("ab") as log:
                self.children[verb] = subprocess.Popen(
                    processes.command(verb), env=self._environment(), stdout=log, stderr=log, start_new_session=True
                )
        until(lambda: processes.answers(f"{self.url}/readyz"), f"the web server: {self.log('web')}")

    def command(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What somebody types at the console of the server, and what he reads there."""
        line = processes.command(verb, *arguments)
        return subprocess.run(line, env=self._environment(), capture_output=True, text=True, check=False)

    def close(self) -> None:
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(processes.STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self.children.clear()

    def log(self, verb: str) -> str:
        """The end of what a process has printed."""
        path = self.folder / f"{verb}.log"
        return path.read_text("utf-8", "replace")[-4000:] if path.exists() else ""

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": url_of(self.name),
            "PORT": str(self.port),
            "ZHUPEI_BIND": "127.0.0.1",
            "ZHUPEI_DATA_DIR": str(self.folder),
            "ZHUPEI_MODE": "demonstration",
            "ZHUPEI_SMS": "file",
            "ZHUPEI_CAPTCHA_COST": "500",
            "ZHUPEI_WEB_WORKERS": "1",
            "ZHUPEI_SECRET_KEY": settings.SECRET_KEY,
            "ZHUPEI_FIELD_KEYS": settings.FIELD_KEYS,
            "ZHUPEI_INDEX_KEY": settings.INDEX_KEY,
        }

    @contextmanager
    def entered(self) -> Iterator[None]:
        """This process works in the system's database and files; afterwards in its own again.

        The browser is driven from this thread, which Django takes for an asynchronous one.
        """
        files = {**settings.STORAGES["default"], "OPTIONS": {"location": self.folder / "files"}}
        before, unsafe = connection.settings_dict["NAME"], os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        self._move(self.name)
        try:
            with override_settings(DATA_DIR=self.folder, STORAGES={**settings.STORAGES, "default": files}):
                yield
        finally:
            self._move(before)
            if unsafe is None:
                del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

    @staticmethod
    def _move(name: str) -> None:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = name

    # --- time and messages ----------------------------------------

    @staticmethod
    def pass_time(**delta: float) -> datetime:
        """Move the clock of the whole system on. Limits go by real time: what they count moves back instead."""
        passed = timedelta(**delta)
        clock.move_to(clock.now() + passed)
        VerificationCode.objects.update(sent_at=F("sent_at") - passed, expires_at=F("expires_at") - passed)
        return clock.now()

    @staticmethod
    def back_to_now() -> None:
        clock.reset()

    def messages(self, phone: str) -> list[str]:
        """What this telephone has received, oldest first."""
        inbox = self.folder / "sms" / "inbox.jsonl"
        if not inbox.exists():
            return []
        lines = inbox.read_text("utf-8").splitlines()
        return [found["body"] for found in map(json.loads, lines) if found["phone"] == phone]

    def message(self, phone: str, words: str) -> str:
        """Wait for a message to this telephone that contains `words`."""
        return until(lambda: next((text for text in self.messages(phone) if words in text), ""), f"an SMS with {words}")


class Telephone:
    """Hands out each code once, in the order of arrival."""

    def __init__(self, system: RunningSystem, number: str) -> None:
        self.system, self.number = system, number
        self.read = len(system.messages(number))

    def code(self) -> str:
        """The next code that comes."""
        return until(self._next, f"a code for {self.number}")

    def _next(self) -> str:
        for text in self.system.messages(self.number)[self.read :]:
            self.read += 1
            if found := CODE.search(text):
                return found[1]
        return ""
