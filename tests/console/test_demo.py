"""`make demo` from nothing to an address and logins, the simulation on it, and stopping: the real thing once."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from zhupei.world.fiction import logins

pytestmark = pytest.mark.slow


class RunningSystem:
    """A data directory, a port, and our command in it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "ZHUPEI_DATA_DIR": str(folder),
            "PORT": str(self.port),
            "ZHUPEI_WEB_WORKERS": "1",
        }

    def zhupei(self, *words: str) -> subprocess.CompletedProcess[str]:
        code = "from zhupei.console.main import main; raise SystemExit(main())"
        return subprocess.run(
            [sys.executable, "-c", code, *words], env=self.environment, capture_output=True, text=True, timeout=300
        )

    @contextmanager
    def besieged(self) -> Iterator[None]:
        """More silent visitors than there are threads: some announce a body, some say nothing at all."""
        announced = b"POST /login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
        with ExitStack() as held:
            for sent in [announced] * 16 + [b""] * 128:
                silent = held.enter_context(socket.create_connection(("127.0.0.1", self.port)))
                silent.sendall(sent)
            yield

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()


@pytest.fixture
def system() -> Iterator[RunningSystem]:
    folder = Path(tempfile.mkdtemp(prefix="zhupei-"))
    built = RunningSystem(folder)
    yield built
    built.zhupei("stop")
    shutil.rmtree(folder, ignore_errors=True)


def test_demo_serves_simulates_restarts_and_stops(system):
    first = system.zhupei("demo")
    assert first.returncode == 0, first.stdout + first.stderr
    assert f"http://127.0.0.1:{system.port}" in first.stdout
    for login in logins.staff():
        assert login.login_name in first.stdout and login.words in first.stdout
    assert system.get("/readyz")[0] == 200
    assert "报名进行中" in system.get("/")[1]
    with system.besieged():
        assert "报名进行中" in system.get("/")[1]
    assert "审核通过，可打印报名表" in system.get("/demo/logins/")[1]

    simulated = system.zhupei("simulate", "--applicants", "3", "--seed", "9", "--until", "submitted")
    assert simulated.returncode == 0, simulated.stdout + simulated.stderr
    assert [line.split()[:2] for line in simulated.stdout.splitlines()[1:4]] == [
        ["registered", "3"],
        ["complete", "3"],
        ["submitted", "3"],
    ]
    in_bulk = ("simulate", "--bulk", "--applicants", "100", "--seed", "10", "--until", "registered")
    made, again = system.zhupei(*in_bulk), system.zhupei(*in_bulk)
    assert made.returncode == 0 and "100 applicants in" in made.stdout, made.stdout + made.stderr
    assert again.returncode == 1 and "here already" in again.stdout
    checked = system.zhupei("check-invariants")
    assert checked.returncode == 0, checked.stdout

    again = system.zhupei("demo")
    assert again.returncode == 0, again.stdout + again.stderr
    assert system.get("/readyz")[0] == 200

    stopped = system.zhupei("stop")
    assert "serve" in stopped.stdout and "database" in stopped.stdout
    with pytest.raises(urllib.error.URLError):
        system.get("/healthz")


def test_a_taken_port_is_said_and_nothing_is_started(system):
    with socket.socket() as other:
        other.bind(("127.0.0.1", system.port))
        other.listen()
        answer = system.zhupei("demo")
    assert answer.returncode == 1
    assert f"Port {system.port} is taken" in answer.stdout


def test_fictional_people_stay_out_of_production(system):
    system.environment |= {
        "ZHUPEI_MODE": "production",
        "ZHUPEI_SMS": "http",
        "ZHUPEI_SMS_URL": "https://sms.example.com/",
        "ZHUPEI_ALLOWED_HOSTS": "recruit.example.com",
        "ZHUPEI_HTTPS": "true",
        "ZHUPEI_SECRET_KEY": "x" * 50,
        "ZHUPEI_FIELD_KEYS": "k1:" + "A" * 43 + "=",
        "ZHUPEI_INDEX_KEY": "A" * 43 + "=",
        "DATABASE_URL": os.environ["DATABASE_URL"],
    }
    for verb in ("demo", "simulate"):
        answer = system.zhupei(verb)
        assert answer.returncode == 1
        assert "demonstration" in answer.stdout
