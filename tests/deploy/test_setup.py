"""A new machine: what `deploy/setup` writes, the proxy it sets up, and the whole of it behind TLS."""

import base64
import os
import re
import shutil
import socket
import stat
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.urls import get_resolver

from tests.console.serving.small import rest, status
from tests.deploy.machine import HOST, PATIENCE, Machine, Recorder
from tests.template import template, url_of
from zhupei.config.environment import ROOT
from zhupei.desks.shared.uploads import REQUEST_BYTES

DATABASE = "zhupei_deploy"
UNITS = ("prepare", "web", "worker")
POST = "POST {path} HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    built = Machine(tmp_path_factory.mktemp("machine"), url_of(DATABASE))
    answer = built.set_up()
    assert answer.returncode == 0, answer.stderr
    return built


@pytest.fixture(scope="module")
def nginx(machine: Machine) -> Iterator[Machine]:
    process = machine.start_nginx()
    yield machine
    process.terminate()
    process.wait(PATIENCE)


@pytest.fixture
def recorder(nginx: Machine) -> Iterator[Recorder]:
    found = Recorder(nginx.port)
    yield found
    found.close()


# --- what it writes ----------------------------------------


def test_everything_is_filled_in(machine: Machine) -> None:
    written = [path for path in machine.root.rglob("*") if path.is_file()]

    assert {path.name for path in written} >= {"environment", "keys", "zhupei", "nginx-proxy.conf"}
    left = [path.name for path in written for word in path.read_text().split() if word.count("@") > 1]
    assert left == []


def test_keys_are_for_the_machine_alone_and_strong(machine: Machine) -> None:
    path = machine.root / "etc/zhupei/keys"
    keys = machine.environment("web")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(base64.b64decode(keys["ZHUPEI_FIELD_KEYS"].removeprefix("k1:"))) == 32
    assert len(base64.b64decode(keys["ZHUPEI_INDEX_KEY"])) == 32
    assert keys["DATABASE_URL"] == machine.database


def test_again_it_keeps_keys_and_settings_and_renews_the_rest(machine: Machine) -> None:
    keys, settings = (machine.root / "etc/zhupei" / name for name in ("keys", "environment"))
    settings.write_text(settings.read_text() + "ZHUPEI_LOG_LEVEL=WARNING\n")
    before = keys.read_text(), settings.read_text(), machine.unit_path("web").read_text()
    machine.unit_path("web").write_text("damaged")

    assert machine.set_up().returncode == 0

    assert (keys.read_text(), settings.read_text(), machine.unit_path("web").read_text()) == before


@pytest.mark.parametrize(
    ("option", "value"),
    [("host", "two names"), ("database", "mysql://x"), ("sms_url", "http://plain"), ("port", "web"), ("data", "/a b")],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, machine: Machine, option: str, value: str
) -> None:
    answer = machine.set_up(**{"root": str(tmp_path / "other"), option: value})

    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("name", UNITS)
def test_units_are_confined_and_restarted(machine: Machine, name: str) -> None:
    unit = machine.unit(name)

    wanted = {
        "User": "zhupei", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes",
        "ReadWritePaths": str(machine.data), "CapabilityBoundingSet": "",
    }  # fmt: skip
    assert {key: unit[key][-1] for key in wanted} == wanted
    if name != "prepare":
        assert unit["Restart"] == ["always"]
        assert "MemoryMax" in unit
        assert unit["Requires"] == ["zhupei-prepare.service"]
    for command in unit["ExecStart"]:
        assert os.access(command.split()[0], os.X_OK), command


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units(machine: Machine) -> None:
    paths = [machine.unit_path(name) for name in UNITS]

    answer = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True)

    complaints = [line for line in answer.stderr.splitlines() if "zhupei" in line]
    assert complaints == []


# --- the proxy ----------------------------------------


def test_the_web_hears_who_really_asks(nginx: Machine, recorder: Recorder) -> None:
    forged = "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: http\r\n"

    assert status(nginx.ask("/", forged)) == 200

    head = recorder.heard[0].decode().split("\r\n")
    assert "X-Forwarded-For: 127.0.0.1" in head
    assert "X-Forwarded-Proto: https" in head
    assert f"Host: {HOST}" in head
    assert "6.6.6.6" not in recorder.heard[0].decode()


def test_private_pages_stay_out_of_every_store(nginx: Machine, recorder: Recorder) -> None:
    for _ in range(2):
        assert b"Cache-Control: private, no-store" in nginx.ask("/me/")

    assert len(recorder.heard) == 2


def test_a_slow_body_reaches_the_web_only_when_it_is_complete(nginx: Machine, recorder: Recorder) -> None:
    with nginx.connect(POST.format(path="/login/", size=2000).encode()) as visitor:
        visitor.sendall(b"a" * 1999)
        assert status(nginx.ask("/")) == 200  # meanwhile
        assert [heard.split()[0] for heard in recorder.heard] == [b"GET"]

        visitor.sendall(b"a")

        assert status(rest(visitor)) == 200
        assert recorder.heard[1].endswith(b"a" * 2000)


@pytest.mark.parametrize(
    ("path", "size", "answered"),
    [
        ("/login/", 250_000, 200),
        ("/login/", 300_000, 413),
        ("/me/dossier/documents/portrait/", REQUEST_BYTES - 1, 200),
        ("/me/dossier/documents/portrait/", REQUEST_BYTES + 1, 413),
    ],
)
def test_bodies_have_the_sizes_that_the_web_takes(
    nginx: Machine, recorder: Recorder, path: str, size: int, answered: int
) -> None:
    with nginx.connect(POST.format(path=path, size=size).encode()) as visitor:
        if answered == 200:
            visitor.sendall(b"a" * size)
        answer = visitor.recv(65_536)
        while not answer.endswith((b"</html>\n", b"ok")):
            answer += visitor.recv(65_536)

    assert status(answer) == answered
    assert bool(recorder.heard) == (answered == 200)
    assert answered == 200 or "内容太大".encode() in answer


def test_while_the_web_is_away_visitors_are_told_to_come_again(nginx: Machine) -> None:
    answer = nginx.ask("/")

    assert status(answer) == 503
    assert b"Retry-After: 10" in answer
    assert "现在人多，请稍候".encode() in answer


# --- all of it ----------------------------------------


@pytest.fixture
def database() -> Iterator[None]:
    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(drop)
        server.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {template()}")
        yield
        server.execute(drop)


@pytest.mark.slow
def test_the_units_serve_behind_tls(nginx: Machine, database: None) -> None:
    prepare = nginx.start("prepare")
    assert prepare.wait(PATIENCE) == 0, (nginx.folder / "prepare.log").read_text()
    web = nginx.start("web")
    try:
        deadline = time.monotonic() + PATIENCE
        while status(answer := nginx.ask("/")) == 503 and web.poll() is None and time.monotonic() < deadline:
            time.sleep(0.5)
        assert status(answer) == 200, (nginx.folder / "web.log").read_text()[-2000:]
        head, page = answer.split(b"\r\n\r\n", 1)
        lines = head.decode().lower().split("\r\n")
        assert any(line.startswith("strict-transport-security: max-age=31536000") for line in lines)
        cookies = [line for line in lines if line.startswith("set-cookie")]
        assert cookies and all("; secure" in cookie for cookie in cookies)
        assert nginx.ask("/demo/inbox/").split(b" ", 2)[1] == b"404"
        asset = next(word for word in page.decode().split('"') if word.startswith("/static/"))
        served = nginx.ask(asset)
        assert status(served) == 200 and b"immutable" in served and b"Strict-Transport-Security" in served
        log = (nginx.folder / "zhupei-access.log").read_text().splitlines()
        assert log[-1].startswith("127.0.0.1 [")
    finally:
        web.terminate()
        assert web.wait(30) == 0


def test_whoever_types_no_https_is_led_there(nginx: Machine) -> None:
    with socket.create_connection(("127.0.0.1", nginx.http)) as visitor:
        visitor.sendall(f"GET /plan/?q=1 HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
        answer = rest(visitor)

    assert status(answer) == 301
    assert f"Location: https://{HOST}/plan/?q=1".encode() in answer


def _takes_files(patterns: Iterable[Any], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _takes_files(pattern.url_patterns, route)
        elif hasattr(pattern.callback, "takes_bytes"):
            yield route


def test_every_address_that_takes_files_has_its_place_in_the_proxy() -> None:
    site = (ROOT / "deploy/nginx/zhupei.conf").read_text()
    places = re.findall(r"location (\S+) \{\s+client_max_body_size \d+m;", site)

    routes = list(_takes_files(get_resolver().url_patterns))

    assert routes
    assert [route for route in routes if not route.startswith(tuple(places))] == []
