"""Refusing an unsafe database, pid files, supervision: with real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from zhupei.config import settings as configured
from zhupei.console import processes
from zhupei.console.stop import stop_processes
from zhupei.desks.shared import health


@pytest.mark.django_db
def test_runs_on_a_safe_database(capsys):
    assert processes.refuse_to_run() is False
    assert capsys.readouterr().err == ""


@pytest.mark.django_db
def test_refuses_a_database_that_could_lose_what_it_has_acknowledged(capsys):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
    assert processes.refuse_to_run() is True
    assert "synchronous_commit" in capsys.readouterr().err


@pytest.mark.django_db
def test_warns_of_a_database_whose_log_would_hold_values_and_runs(capsys, client):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_min_error_statement TO error")

    assert processes.refuse_to_run() is False

    assert "log_min_error_statement = error (wanted: panic)" in capsys.readouterr().err
    health.latest.forget()
    answer = client.get("/readyz").json()
    health.latest.forget()
    assert answer["ready"] is True and answer["warnings"] == ["log_min_error_statement"]


@pytest.mark.django_db
def test_refuses_a_database_that_has_not_been_migrated(capsys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'portal'")
    assert processes.refuse_to_run() is True
    assert "not applied" in capsys.readouterr().err


def test_a_pid_file_stands_while_the_process_runs():
    path = configured.DATA_DIR / "run" / "probe.pid"
    with processes.written_down("probe"):
        assert path.read_text() == str(os.getpid())
    assert not path.exists()


def test_a_pid_file_of_a_successor_is_left_alone():
    path = configured.DATA_DIR / "run" / "probe.pid"
    with processes.written_down("probe"):
        path.write_text("1")
    assert path.read_text() == "1"
    path.unlink()


def test_a_taken_port_is_seen():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not processes.port_is_free("127.0.0.1", port)
    assert processes.port_is_free("127.0.0.1", port)


@pytest.fixture
def sleepers() -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """One process that looks like ours and one that does not."""
    sleep = "import time; time.sleep(60)"
    started = {
        "ours": subprocess.Popen([sys.executable, "-c", f"{sleep}  # zhupei"], start_new_session=True),
        "foreign": subprocess.Popen(["sleep", "60"]),
    }
    time.sleep(0.3)
    yield started
    for process in started.values():
        process.kill()
        process.wait()


def test_stop_ends_what_was_written_down_and_nothing_else(tmp_path, sleepers):
    run = tmp_path / "run"
    run.mkdir()
    for name, process in sleepers.items():
        (run / f"{name}.pid").write_text(str(process.pid))
    (run / "gone.pid").write_text("999999999")
    (run / "damaged.pid").write_text("what")
    reaper = subprocess.Popen(["true"])
    reaper.wait()
    signal_after = _reap_in_background(sleepers["ours"])
    assert stop_processes(tmp_path) == ["ours"]
    signal_after()
    assert sleepers["ours"].poll() == -signal.SIGTERM
    assert sleepers["foreign"].poll() is None
    assert list(run.glob("*.pid")) == []
    assert stop_processes(tmp_path) == []


def _reap_in_background(process: subprocess.Popen[bytes]):  # type: ignore[no-untyped-def]
    """A dead child stays visible until its parent waits for it; here the test is the parent."""
    import threading

    waiting = threading.Thread(target=process.wait)
    waiting.start()
    return waiting.join


@pytest.mark.slow
def test_what_dies_is_started_again_and_a_signal_ends_everything(tmp_path):
    code = "from zhupei.console.processes import Supervisor; raise SystemExit(Supervisor(['check-config']).run())"
    environment = {**os.environ, "ZHUPEI_DATA_DIR": str(tmp_path)}
    with Path(tmp_path / "log").open("wb") as log:
        supervisor = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and _restarts(tmp_path) < 2:
            time.sleep(0.2)
        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(30) == 0
    assert _restarts(tmp_path) >= 2


def _restarts(folder: Path) -> int:
    return (folder / "log").read_text().count("check-config ended with 0; starting it again")
