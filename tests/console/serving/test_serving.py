"""What honest visitors and the application get from the server; making room, stopping, replacing what died."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.console.serving.small import TIGHT, Small, rest, status


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    small = Small(tmp_path_factory.mktemp("serving") / "log")
    yield small
    small.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


# --- the application ----------------------------------------


def test_address_and_query_arrive_as_they_were_sent(server: Small) -> None:
    asked = server.get("/%E8%AE%A1%E5%88%92/a%2Fb?q=%E5%86%85&x=1")

    assert asked["path"] == "/计划/a/b"
    assert asked["query"] == "q=%E5%86%85&x=1"


def test_a_header_cannot_pass_for_another_one(server: Small) -> None:
    headers = server.get(headers=b"X-Forwarded-For: 10.0.0.1\r\nX_Forwarded_For: 6.6.6.6\r\n")["headers"]

    assert headers["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"


def test_repeated_headers_are_joined_in_their_order(server: Small) -> None:
    sent = b"X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 10.0.0.1\r\nCookie: a=1\r\nCookie: b=2\r\n"

    headers = server.get(headers=sent)["headers"]

    assert headers["HTTP_X_FORWARDED_FOR"] == "6.6.6.6,10.0.0.1"
    assert headers["HTTP_COOKIE"] == "a=1; b=2"


@pytest.mark.parametrize("path", [b"/", b"/upload"])
def test_a_body_in_chunks_reaches_the_application_whole(server: Small, path: bytes) -> None:
    chunks = (b"3e8\r\n" + b"a" * 1000 + b"\r\n") * 2 + b"0\r\n\r\n"
    sent = b"POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" % path

    assert b'"size": 2000' in server.say(sent + chunks)


def test_a_fault_outside_django_is_answered_in_the_visitors_words(server: Small) -> None:
    answer = server.say(b"GET /broken HTTP/1.1\r\nHost: x\r\n\r\n")

    assert status(answer) == 500
    assert "系统出错了".encode() in answer


def test_head_and_old_protocol_are_answered_without_a_body_and_without_chunks(server: Small) -> None:
    assert server.say(b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").endswith(b"\r\n\r\n")
    answer = server.say(b"GET / HTTP/1.0\r\nHost: x\r\n\r\n")
    assert status(answer) == 200
    assert b"transfer-encoding" not in answer


# --- too many ----------------------------------------


def test_when_all_threads_are_busy_and_many_wait_the_rest_are_told_to_come_again(log: Path) -> None:
    server = Small(log, replace(TIGHT, waiting_requests=4))
    try:
        with server.holding(8, b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as held:
            answers = [rest(connection) for connection in held]
    finally:
        server.close()

    assert sorted(map(status, answers)) == [200] * 4 + [503] * 4
    assert all(b"retry-after: 10" in answer for answer in answers if status(answer) == 503)


@pytest.mark.parametrize(
    "sent", [b"", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"], ids=["nothing", "no body"]
)
def test_when_there_are_too_many_the_longest_silent_make_room(log: Path, sent: bytes) -> None:
    server = Small(log, replace(TIGHT, connections=20, first=60, silence=60))
    try:
        with server.holding(60, sent) as held:
            assert server.get()["path"] == "/"
            assert [rest(connection) for connection in held[:40]] == [b""] * 40
    finally:
        server.close()


def test_who_does_not_take_his_answer_makes_room_too(log: Path) -> None:
    server = Small(log, replace(TIGHT, connections=20, writing=60))
    try:
        with server.holding(20, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n") as held:
            time.sleep(1)
            with server.holding(10):
                assert server.get()["path"] == "/"
            assert any(len(rest(connection)) < 5_000_000 for connection in held)
    finally:
        server.close()


# --- stopping ----------------------------------------


def test_what_has_been_accepted_is_answered_before_it_stops(log: Path) -> None:
    server = Small(log)
    with server.holding(3), server.connect(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") as visitor:
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)

        assert status(rest(visitor)) == 200
        assert server.process.wait(5) == 0
    with pytest.raises(OSError):
        server.get()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_process_that_dies_is_replaced_and_none_outlives_its_parent(log: Path) -> None:
    server = Small(log)
    first = _children(server.process.pid)
    os.kill(first[0], signal.SIGKILL)
    deadline = time.monotonic() + 10
    while (second := _children(server.process.pid)) in ([], first) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert second not in ([], first)
    assert server.get()["path"] == "/"

    server.process.kill()
    server.process.wait()
    while Path(f"/proc/{second[0]}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{second[0]}").exists()
