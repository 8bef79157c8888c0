"""Whoever fills the store of bodies loses his own room, not that of the others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.console.serving.small import TIGHT, UPLOADS, Small, rest, status

LARGE = b"POST /upload HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Length: %d\r\n\r\n"
WHOLE = b"POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: %s\r\nContent-Length: 49000\r\n\r\n"
SMALL = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1500\r\nConnection: close\r\n\r\n"
# Silence is forgiven here: what goes must go for want of room.
ROOMY = replace(TIGHT, silence=60, grace=60, patience=60, stored_bytes=500_000, reserved_bytes=100_000)
SENT = 45_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Small]:
    small = Small(tmp_path / "log", replace(ROOMY, owner_bodies=4, owner_bytes=3 * UPLOADS))
    yield small
    small.close()


def hoarded(owner: int) -> bytes:
    return LARGE % (b"owner%d" % owner, UPLOADS) + b"a" * SENT


def test_one_person_has_only_his_share_at_once(server: Small) -> None:
    with server.holding(3, hoarded(1)):
        refused = server.say(LARGE % (b"owner1", UPLOADS))
        assert status(refused) == 429
        assert "同时上传的文件太多".encode() in refused

        assert status(server.say(WHOLE % b"owner2" + b"a" * 49_000)) == 200


def test_one_person_has_so_many_at_once_however_small_they_are(server: Small) -> None:
    with server.holding(4, LARGE % (b"owner1", 3_000) + b"a"):
        assert status(server.say(LARGE % (b"owner1", 3_000))) == 429


def test_what_has_ended_no_longer_counts(server: Small) -> None:
    with server.holding(3, hoarded(1)):
        pass

    assert status(server.say(WHOLE % b"owner1" + b"a" * 49_000)) == 200


def test_a_full_store_drops_who_holds_most_and_takes_who_comes_next(server: Small) -> None:
    held = [server.connect(hoarded(owner)) for owner in range(12)]
    try:
        assert status(server.say(SMALL + b"a" * 1500)) == 200
        assert status(server.say(WHOLE % b"honest" + b"a" * 49_000)) == 200

        for connection in held:
            connection.settimeout(0.5)
        dropped = [connection for connection in held if _answered(connection) == 503]
        assert 4 <= len(dropped) < 12
    finally:
        for connection in held:
            connection.close()


def _answered(connection: object) -> int:
    try:
        return status(connection.recv(100))  # type: ignore[attr-defined]
    except TimeoutError:
        return 0


def test_small_bodies_that_fill_it_make_room_for_each_other(tmp_path: Path) -> None:
    server = Small(tmp_path / "log", replace(ROOMY, stored_bytes=40_000, reserved_bytes=10_000))
    try:
        with server.holding(40, SMALL + b"a" * 1400):
            assert [status(server.say(SMALL + b"a" * 1500)) for _ in range(5)] == [200] * 5
    finally:
        server.close()


def test_a_body_has_an_end_even_when_it_is_just_fast_enough(tmp_path: Path) -> None:
    server = Small(tmp_path / "log", replace(TIGHT, grace=60, patience=0.5, steady_rate=100_000))
    try:
        with server.connect(LARGE % (b"owner1", UPLOADS)) as connection:
            answer = rest(connection)
    finally:
        server.close()

    assert status(answer) == 408
