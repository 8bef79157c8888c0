"""`zhupei check-document`: exit codes, JSON, and what was read."""

import json

import numpy as np
import pytest
from pikepdf import Array
from PIL import Image

from tests.pure.scans.corpus.hostile_pdfs import script, written
from tests.pure.scans.corpus.pdfs import encrypted
from tests.pure.scans.document_check import cards
from tests.pure.scans.test_pdf_as_meant import layered, written_in
from zhupei.console.main import main
from zhupei.pure.scans import UploadLimits, accept


def run(capsys, path, kind):
    code = main(["check-document", str(path), "--kind", kind, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_a_card_is_checked_and_read(tmp_path, capsys):
    path = tmp_path / "front.jpg"
    path.write_bytes(cards.jpeg(cards.front()))
    code, data = run(capsys, path, "id-front")
    assert code == 0 and data["verdict"] == "pass"
    assert data["read"]["number"] == cards.NUMBER and data["read"]["name"] == cards.NAME
    assert set(data["checks"][0]) == {"name", "value", "threshold", "verdict", "repairable", "advice"}
    code, data = run(capsys, path, "id-back")
    assert code == 1 and data["verdict"] == "fail"


@pytest.mark.slow
def test_the_first_page_of_a_pdf_counts(tmp_path, capsys):
    path = tmp_path / "certificate.pdf"
    Image.fromarray(cards.certificate()).save(path, "PDF", resolution=120)
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


def test_the_pages_are_those_a_reviewer_sees_and_what_is_missing_is_said(tmp_path, capsys):
    path, folder = tmp_path / "a.pdf", tmp_path / "new" / "pages"
    pdf = layered(OFF=lambda red, blue: Array([blue]))
    pdf.Root.OpenAction = script(pdf)
    pdf.add_blank_page(page_size=(300, 400))
    path.write_bytes(written(pdf))

    main(["check-document", str(path), "--kind", "certificate", "--pages", str(folder), "--json"])

    data = json.loads(capsys.readouterr().out)
    stored = accept(path.read_bytes(), declared_name="a.pdf", limits=UploadLimits(), kind="document")
    assert [(folder / f"page-{number}.jpg").read_bytes() for number in (1, 2)] == list(stored.pages)
    assert sorted(each.name for each in folder.iterdir()) == ["page-1.jpg", "page-2.jpg"] and data["pages"] == 2
    assert data["removed"] == ["已去除 PDF 中的脚本"] and "关闭的图层" in data["not_shown"][0] and data["notes"] == []


@pytest.mark.slow
def test_a_picture_that_lies_wrong_is_shown_upright(tmp_path, capsys):
    path = tmp_path / "a.jpg"
    path.write_bytes(cards.jpeg(np.rot90(cards.front())))

    main(["check-document", str(path), "--kind", "id-front", "--pages", str(tmp_path), "--json"])

    assert json.loads(capsys.readouterr().out)["read"]["name"] == cards.NAME
    shown = Image.open(tmp_path / "page-1.jpg")
    assert shown.width > shown.height


def test_a_refused_file_has_no_pages(tmp_path, capsys):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"hello")
    assert main(["check-document", str(path), "--kind", "certificate", "--pages", str(tmp_path / "p"), "--json"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert (data["pages"], data["removed"], data["not_shown"]) == (0, [], []) and not (tmp_path / "p").exists()


def test_pages_that_cannot_be_written_are_said_so(tmp_path, capsys):
    path = tmp_path / "a.pdf"
    path.write_bytes(written(layered()))
    assert main(["check-document", str(path), "--kind", "certificate", "--pages", str(path)]) == 2
    assert capsys.readouterr().err.startswith("无法写入")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["id-front", "id-back"])
def test_the_sides_of_a_card_may_come_on_two_pages(tmp_path, capsys, kind):
    path = tmp_path / "card.pdf"
    front, back = (Image.fromarray(each) for each in (cards.front(), cards.back()))
    front.save(path, "PDF", resolution=150, save_all=True, append_images=[back])
    code, data = run(capsys, path, kind)
    assert code == 0 and {check["name"]: check["verdict"] for check in data["checks"]}["side"] == "pass"


@pytest.mark.slow
def test_a_page_with_little_on_it_is_not_blurred(tmp_path, capsys):
    path = tmp_path / "a.pdf"
    path.write_bytes(written(written_in("SimSun", "GB1", "GBK-EUC-H", "毕业证书".encode("gbk"))))
    _, data = run(capsys, path, "certificate")
    assert {check["name"]: check["verdict"] for check in data["checks"]}["blur"] == "pass"
