"""`zhupei check-document`: exit codes, JSON, and what was read."""

import json

import pytest
from PIL import Image

from tests.pure.scans.corpus.papers import encrypted
from tests.pure.scans.reading import papers
from zhupei.console.main import main


def run(capsys, path, kind):
    code = main(["check-document", str(path), "--kind", kind, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_a_card_is_checked_and_read(tmp_path, capsys):
    path = tmp_path / "front.jpg"
    path.write_bytes(papers.jpeg(papers.front()))
    code, data = run(capsys, path, "id-front")
    assert code == 0 and data["verdict"] == "pass"
    assert data["read"]["number"] == papers.NUMBER and data["read"]["name"] == papers.NAME
    assert set(data["checks"][0]) == {"name", "value", "threshold", "verdict", "repairable", "advice"}
    code, data = run(capsys, path, "id-back")
    assert code == 1 and data["verdict"] == "fail"


@pytest.mark.slow
def test_the_first_page_of_a_pdf_counts(tmp_path, capsys):
    path = tmp_path / "certificate.pdf"
    Image.fromarray(papers.certificate()).save(path, "PDF", resolution=120)
    code, data = run(capsys, path, "certificate")
    assert code == 0 and data["read"] is None
    assert main(["check-document", str(path), "--kind", "certificate"]) == 0
    assert "black_and_white" in capsys.readouterr().out


@pytest.mark.parametrize("data", [b"", b"hello", encrypted(owner="a"), b"\xff\xd8\xff" + bytes(40)])
def test_what_cannot_be_read_is_said_so(tmp_path, capsys, data):
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    code, answer = run(capsys, path, "certificate")
    assert code == 2 and answer["verdict"] == "fail" and answer["checks"][0]["advice"]


def test_a_missing_file_is_unreadable(tmp_path, capsys):
    assert run(capsys, tmp_path / "none.jpg", "certificate")[0] == 2


def test_an_unknown_kind_is_refused():
    with pytest.raises(SystemExit) as stopped:
        main(["check-document", "a.jpg", "--kind", "passport"])
    assert stopped.value.code == 2
