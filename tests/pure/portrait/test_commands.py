"""`zhupei check-portrait` and `zhupei repair-portrait`: exit codes, JSON, and what is written."""

import json
import os
import resource
from pathlib import Path

import pytest

from tests.pure.portrait import damaged, studio
from zhupei.console.main import main
from zhupei.pure.portrait.report import CheckResult, PortraitReport, Repair
from zhupei.world.drawn import portrait_jpeg


@pytest.fixture
def files(tmp_path):
    (tmp_path / "good.jpg").write_bytes(portrait_jpeg(5))
    (tmp_path / "grey.jpg").write_bytes(portrait_jpeg(5, background=231))
    (tmp_path / "text.jpg").write_text("no picture")
    return tmp_path


def told(capsys):
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("name", "code", "verdict"), [("good", 0, "pass"), ("grey", 1, "fail"), ("text", 2, "fail")])
def test_check_portrait(files, capsys, name, code, verdict):
    assert main(["check-portrait", str(files / f"{name}.jpg"), "--json"]) == code
    data = told(capsys)
    assert data["verdict"] == verdict
    assert set(data["checks"][0]) == {"name", "value", "threshold", "verdict", "repairable", "advice"}


def test_check_portrait_in_words(files, capsys):
    assert main(["check-portrait", str(files / "grey.jpg")]) == 1
    words = capsys.readouterr().out
    assert words.startswith("不通过") and "背景不够白" in words and "eyes" in words


@pytest.mark.parametrize("verb", ["check-portrait", "repair-portrait"])
def test_a_missing_file_is_unreadable(files, capsys, verb):
    more = [str(files / "out.jpg")] if verb == "repair-portrait" else []
    assert main([verb, str(files / "none.jpg"), *more, "--json"]) == 2
    assert told(capsys)["verdict"] == "fail"


@pytest.mark.slow
def test_repair_portrait_writes_what_passes(files, capsys):
    out = files / "out.jpg"
    assert main(["repair-portrait", str(files / "grey.jpg"), str(out), "--json"]) == 0
    data = told(capsys)
    assert data["repaired"] is True and data["reasons"] == [] and data["verdict"] == "pass"
    assert main(["check-portrait", str(out)]) == 0


@pytest.mark.slow
def test_a_refused_portrait_writes_nothing(files, capsys):
    (files / "two.jpg").write_bytes(studio.jpeg(studio.two_faces(), None))
    out = files / "out.jpg"
    assert main(["repair-portrait", str(files / "two.jpg"), str(out)]) == 1
    assert not out.exists() and "单人照" in capsys.readouterr().out
    assert main(["repair-portrait", str(files / "text.jpg"), str(out)]) == 2


@pytest.fixture
def repaired(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What the command gets to write, without the work."""
    content = bytes(200_000)
    report = PortraitReport((CheckResult("file", 200, [150, 500], "pass", True),))
    monkeypatch.setattr("zhupei.pure.portrait.repair.repair", lambda data, limits: Repair(content, report))
    return content


def test_a_repaired_portrait_may_replace_its_original(files: Path, repaired: bytes):
    file = files / "grey.jpg"
    assert main(["repair-portrait", str(file), str(file)]) == 0
    assert file.read_bytes() == repaired


def test_a_limit_reached_while_writing_leaves_the_original(files: Path, repaired: bytes, capsys):
    file = files / "grey.jpg"
    before, there = file.read_bytes(), sorted(files.iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        code = main(["repair-portrait", str(file), str(file)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    told = capsys.readouterr()
    assert (code, told.out, told.err.count("\n")) == (2, "", 1)
    assert f"无法写入 {file}（File too large）" in told.err
    assert file.read_bytes() == before and sorted(files.iterdir()) == there


@pytest.mark.parametrize("name", ["folder", "none/out.jpg", "pipe", "link.jpg"])
def test_what_is_no_place_for_a_file_is_refused_before_the_work(files: Path, monkeypatch, capsys, name: str):
    (files / "folder").mkdir()
    os.mkfifo(files / "pipe")
    (files / "link.jpg").symlink_to(files / "grey.jpg")
    monkeypatch.setattr("zhupei.pure.portrait.repair.repair", lambda data, limits: pytest.fail("worked"))
    before = {each: os.lstat(each) for each in files.iterdir()}
    assert main(["repair-portrait", str(files / "grey.jpg"), str(files / name)]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith("无法写入") and told.err.count("\n") == 1
    assert {each: os.lstat(each).st_mtime_ns for each in files.iterdir()} == {
        each: found.st_mtime_ns for each, found in before.items()
    }


@pytest.mark.parametrize("name", damaged.FILES)
@pytest.mark.parametrize("verb", ["check-portrait", "repair-portrait"])
def test_a_damaged_file_is_unreadable(tmp_path: Path, capsys, verb: str, name: str):
    file, out = tmp_path / "file", tmp_path / "out.jpg"
    file.write_bytes(damaged.FILES[name]())
    assert main([verb, str(file), *([str(out)] if verb == "repair-portrait" else []), "--json"]) == 2
    assert told(capsys)["verdict"] == "fail"
    assert not out.exists()
