"""What `zhupei bench` runs beside the system it measures, on the same database: a bare Django page under the same
server, and the web of another checkout (`--against`).
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhupei.console import processes
from zhupei.kernel.folders import private

PATIENCE_SECONDS = 120
STOP_SECONDS = 5
BARE = "from bench.beside import serve_bare; serve_bare()"


@contextmanager
def bare(folder: Path) -> Iterator[tuple[int, int]]:
    """The bare page, as long as it is wanted: (port, process)."""
    with _running([sys.executable, "-c", BARE], Path.cwd(), {}, folder / "bare.log", "/") as started:
        yield started


@contextmanager
def against(tree: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """The web of another checkout (its own Python, assets and data directory) with our keys and files: (port, process).

    Its migrations must be among ours.
    """
    from zhupei.config.settings import ENVIRONMENT

    python = tree / ".venv" / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"{tree} has not been set up: there is no {python}")
    own = private(folder / "against")
    (own / "files").symlink_to(folder / "files")
    keys = {f"ZHUPEI_{name.upper()}": value for name, value in ENVIRONMENT.keys.items()}
    command = [str(python), "-c", processes.VERB, "web"]
    with _running(command, tree, {**keys, "ZHUPEI_DATA_DIR": str(own)}, folder / "against.log", "/healthz") as started:
        yield started


@contextmanager
def _running(
    command: list[str], place: Path, given: dict[str, str], log_path: Path, path: str
) -> Iterator[tuple[int, int]]:
    port = free_port()
    with log_path.open("wb") as log:
        server = subprocess.Popen(  # noqa: S603  our own verb
            command,
            cwd=place,
            env={**os.environ, **given, "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_for(server, f"http://127.0.0.1:{port}{path}", log_path)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(processes.STOP_SECONDS + STOP_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(server: "subprocess.Popen[bytes]", url: str, log_path: Path) -> None:
    """Until the address answers. Raises SystemExit with the end of the log when it never will."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not processes.answers(url):
        if server.poll() is not None or time.monotonic() > deadline:
            end = log_path.read_text("utf-8", "replace").splitlines()[-20:]
            raise SystemExit("The server did not become ready:\n" + "\n".join(end))
        time.sleep(0.3)


def serve_bare() -> None:
    """In a process of its own: Django as small as it gets, under our server, with as many processes and threads."""
    import django
    from django.conf import settings

    from zhupei.config import database
    from zhupei.config.environment import Environment
    from zhupei.console.serving import server
    from zhupei.console.serving.bridge import Bridge
    from zhupei.console.serving.family import Family
    from zhupei.console.serving.limits import ServingLimits
    from zhupei.console.web import listening

    environment = Environment()
    assert environment.database_url is not None
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database.django_settings(environment.database_url.get_secret_value())},
        ROOT_URLCONF="bench.bare",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    django.setup()
    from django.core.wsgi import get_wsgi_application

    limits, application = server.fitted(ServingLimits()), get_wsgi_application()
    entrance = listening(environment.bind, environment.port)

    def work() -> None:
        bridge = Bridge(application, environment.web_threads, lambda *_: (limits.body_bytes, ""), limits)
        server.serve(entrance, bridge, limits, stop_seconds=STOP_SECONDS)

    Family(work, environment.web_workers, stop_seconds=STOP_SECONDS).run()
