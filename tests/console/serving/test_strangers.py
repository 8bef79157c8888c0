"""Whoever is silent, slow, or sends too much costs no thread, is sent away in time, and keeps nobody waiting."""

import itertools
import re
from collections.abc import Iterator

import pytest

from tests.console.serving.small import THREADS, UPLOADS, Small, drip, one, rest, status

POST = b"POST %s HTTP/1.1\r\nHost: x\r\n"
MANY = 10 * THREADS


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    small = Small(tmp_path_factory.mktemp("serving") / "log")
    yield small
    small.close()


# --- silent ----------------------------------------


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (b"", 0),
        (b"GET / HTTP/1.1\r\nHo", 408),
        (POST % b"/" + b"Content-Length: 100\r\n\r\n", 408),
        (POST % b"/" + b"Content-Length: 100\r\n\r\nonly this", 408),
        (POST % b"/" + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", 408),
    ],
    ids=["nothing", "half a header", "no body", "part of a body", "part of a chunk"],
)
def test_silent_connections_hold_no_thread_and_are_closed(server: Small, sent: bytes, answered: int) -> None:
    with server.holding(MANY, sent) as held:
        assert server.get()["path"] == "/"

        assert {status(rest(connection)) for connection in held} == {answered}


def test_idle_connections_cost_nothing_and_are_closed_later(server: Small) -> None:
    with server.holding(MANY, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") as held:
        for connection in held:
            assert status(one(connection)) == 200

        assert server.get()["path"] == "/"
        held[0].sendall(b"GET /again HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"/again" in one(held[0])

        assert all(rest(connection) == b"" for connection in held)


def test_empty_lines_do_not_keep_a_connection_open(server: Small) -> None:
    with server.connect() as connection:
        drip(connection, itertools.repeat(b"\r\n"), 0.05)

        assert rest(connection) == b""


# --- slow ----------------------------------------


def test_a_header_that_comes_byte_by_byte_is_cut_off(server: Small) -> None:
    with server.connect(b"GET / HTTP/1.1\r\nX: ") as connection:
        drip(connection, itertools.repeat(b"a"), 0.05)

        assert status(rest(connection)) == 408


def test_a_body_below_the_least_rate_is_cut_off(server: Small) -> None:
    with server.holding(MANY, POST % b"/" + b"Content-Length: 2000\r\n\r\n") as held:
        for connection in held:
            drip(connection, itertools.repeat(b"a"), 0.1)
        assert server.get()["path"] == "/"

        answer = rest(held[0])

        assert status(answer) == 408
        assert "网络太慢".encode() in answer


def test_a_body_that_comes_slowly_but_steadily_is_taken(server: Small) -> None:
    pieces = [b"a" * 500] * 10
    with server.connect(POST % b"/upload" + b"Connection: close\r\nContent-Length: 5000\r\n\r\n") as connection:
        drip(connection, pieces, 0.1)

        answer = rest(connection)

    assert status(answer) == 200
    assert b'"size": 5000' in answer


def test_who_does_not_read_his_answer_holds_no_thread(server: Small) -> None:
    with server.holding(MANY, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"):
        assert server.get()["path"] == "/"


# --- too much ----------------------------------------


@pytest.mark.parametrize(
    ("path", "length", "words"),
    [(b"/", 2_001, "这里不能上传文件"), (b"/", 10**12, "这里不能上传文件"), (b"/upload", UPLOADS + 1, "内容太大")],
)
def test_a_body_announced_too_large_is_refused_before_it_comes(
    server: Small, path: bytes, length: int, words: str
) -> None:
    answer = server.say(POST % path + b"Content-Length: %d\r\n\r\n" % length)

    assert status(answer) == 413
    assert words.encode() in answer
    assert b"connection: close" in answer


def test_a_body_nobody_waits_for_is_not_invited(server: Small) -> None:
    answer = server.say(POST % b"/" + b"Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n")

    assert status(answer) == 413


def test_the_page_of_a_refusal_arrives_although_the_body_is_still_coming(server: Small) -> None:
    with server.connect(POST % b"/" + b"Content-Length: 400000\r\n\r\n") as connection:
        drip(connection, [b"a" * 20_000] * 20, 0.001)

        assert status(rest(connection)) == 413


@pytest.mark.parametrize(("path", "chunks"), [(b"/", 3), (b"/upload", 51)])
def test_a_body_in_chunks_is_refused_when_it_grows_too_large(server: Small, path: bytes, chunks: int) -> None:
    chunk = b"3e8\r\n" + b"a" * 1000 + b"\r\n"

    answer = server.say(POST % path + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * chunks)

    assert status(answer) == 413


def test_a_body_in_chunks_of_a_byte_is_refused_before_it_costs_much(server: Small) -> None:
    answer = server.say(POST % b"/upload" + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 600)

    assert status(answer) == 400
    assert "这个请求不完整".encode() in answer


@pytest.mark.parametrize(
    ("begin", "more", "answered"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"a" * 4_000, 431),
        (b"GET /", b"a" * 4_000, 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-A: b\r\n" * 30, 400),
        (POST % b"/" + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"a" * 60_000, 400),
    ],
    ids=["one long header", "long address", "many headers", "trailer without end"],
)
def test_what_never_ends_is_cut_off(server: Small, begin: bytes, more: bytes, answered: int) -> None:
    with server.connect(begin) as connection:
        drip(connection, itertools.repeat(more), 0.001)

        assert status(rest(connection)) in (answered, 0)  # 0: it was still sending and never saw the page
    assert server.get()["path"] == "/"


# --- garbage ----------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        POST % b"/" + b"Content-Length: -1\r\n\r\n",
        POST % b"/" + b"Transfer-Encoding: gzip\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    ],
    ids=["TLS", "two lengths of different kinds", "two lengths", "negative", "unknown coding", "space before colon"],
)
def test_what_two_servers_could_understand_differently_is_refused(server: Small, sent: bytes) -> None:
    answer = server.say(sent)

    assert status(answer) == 400
    assert "这个请求不完整".encode() in answer


def test_garbage_behind_a_good_request_does_not_spoil_others(server: Small) -> None:
    good = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"
    for sent in (good % 1 + b"\x00\xff" * 500, b"".join(good % number for number in range(500))):
        server.say(sent)

    assert server.get()["path"] == "/"


def test_requests_one_behind_the_other_are_answered_in_their_order(server: Small) -> None:
    with server.connect(b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(4))) as connection:
        answers = rest(connection)

    places = [answers.index(b'"/%d"' % number) for number in range(4)]
    assert places == sorted(places)


GET = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("behind", "answered"),
    [
        (b"".join(GET % number for number in range(3, 500)), [200] * 9),
        (b"\x00\xff" * 500, [200] * 3),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200, [200] * 3),
        (POST % b"/" + b"Transfer-Encoding: chunked\r\n\r\nno number\r\n", [200, 200, 200, 400]),
    ],
    ids=["too many", "garbage", "a header too long", "a body that is broken"],
)
def test_what_was_accepted_before_a_fault_is_answered_first(server: Small, behind: bytes, answered: list[int]) -> None:
    answers = server.say(b"".join(GET % number for number in range(3)) + behind)

    assert [int(found) for found in re.findall(rb"HTTP/1.1 (\d+) ", answers)] == answered
    assert [int(found) for found in re.findall(rb'"path": "/(\d)"', answers)] == list(range(answered.count(200)))
