"""`zhupei check-portrait` and `zhupei repair-portrait`: exit codes, JSON, and what is written."""

import json

import pytest

from tests.pure.portrait import studio
from zhupei.console.main import main
from zhupei.pure.scans.drawn import portrait_jpeg


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
