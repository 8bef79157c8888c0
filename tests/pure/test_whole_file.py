"""A file is written whole or not at all, and never in the place of a link, folder, pipe or socket."""

import os
import resource
import socket
from pathlib import Path

import pytest

from zhupei.pure.whole_file import check_target, whole_file


def write(target: Path, data: bytes) -> None:
    with whole_file(target) as stream:
        stream.write(data)


def test_a_new_file_and_one_that_is_replaced(tmp_path: Path):
    target = tmp_path / ("长" * 80)
    write(target, b"first")
    assert target.read_bytes() == b"first"
    assert target.stat().st_mode & 0o600 == 0o600
    target.chmod(0o640)
    write(target, b"second")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"second", 0o640)
    assert list(tmp_path.iterdir()) == [target]


def test_a_limit_reached_half_way_leaves_the_old_one(tmp_path: Path):
    target = tmp_path / "file"
    target.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            write(target, bytes(10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_not_a_file_stays_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file, folder, pipe = tmp_path / "file", tmp_path / "folder", tmp_path / "pipe"
    file.write_bytes(b"old")
    folder.mkdir()
    os.mkfifo(pipe)
    monkeypatch.chdir(tmp_path)  # the path of a socket may have 100 characters only
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("socket")
    link, dangling = tmp_path / "link", tmp_path / "dangling"
    link.symlink_to(file)
    dangling.symlink_to(tmp_path / "nothing")
    before = {each: os.lstat(each) for each in tmp_path.iterdir()}
    for target in (folder, pipe, tmp_path / "socket", link, dangling, tmp_path / "none" / "file", file / "inside"):
        for attempt in (check_target, lambda place: write(place, b"new")):
            with pytest.raises(OSError):
                attempt(target)
    listening.close()
    after = {each: os.lstat(each) for each in tmp_path.iterdir()}
    assert {each: (found.st_ino, found.st_mode) for each, found in after.items()} == {
        each: (found.st_ino, found.st_mode) for each, found in before.items()
    }
    assert file.read_bytes() == b"old"
