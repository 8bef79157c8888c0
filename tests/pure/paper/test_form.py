"""The application form: every field in the text, both codes readable, long content flows, the same bytes each time."""

import dataclasses
import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from zhupei.pure.paper import Fields, PaperRows, PaperStatement, application_form
from zhupei.world.drawn import portrait_jpeg


@pytest.fixture(scope="module")
def portrait():
    return portrait_jpeg(5)


def replaced(form, **changes):
    """The form with other contents or with another head."""
    of_head = {name: changes.pop(name) for name in list(changes) if name in vars(form.head)}
    return dataclasses.replace(form, **changes, head=dataclasses.replace(form.head, **of_head))


def test_every_value_is_printed(form, portrait, read):
    text = read(application_form(form, portrait=portrait)).text()
    head = form.head
    expected = [head.authority, head.title, head.subtitle, head.number, head.code, form.declaration]
    expected += [part for pair in head.facts for part in pair]
    expected += [part for pair in form.basics for part in pair]
    for block in form.blocks:
        expected += [block.title, block.note]
        if isinstance(block, PaperRows):
            expected += [*block.head, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, Fields):
            expected += [part for pair in block.fields for part in pair]
        elif isinstance(block, PaperStatement):
            expected += [block.text, *(label for label, _ in block.answers)]
    for value in expected:
        assert "".join(value.split()) in text, value


def test_signature_and_seal_boxes_are_there(form, read):
    text = read(application_form(form, portrait=None)).text()
    for words in ("申请人签名", "基地审核意见", "审核人签名", "（盖章）", "年月日"):
        assert words in text


def test_each_page_says_which_one_it_is(form, read):
    pdf = read(application_form(form, portrait=None))
    for page in range(pdf.pages):
        assert f"第{page + 1}页/共{pdf.pages}页" in pdf.text(page)
        assert form.head.number in pdf.text(page) and "第2版" in pdf.text(page)


@pytest.mark.parametrize("link", ["", "https://zhupei.example/check/2026-W1-004821-2.ABCDEFGHIJKL"])
def test_scanners_read_both_codes(form, portrait, read, link):
    page = read(application_form(replaced(form, link=link), portrait=portrait)).picture()
    found = {"qr" if "qr" in str(code.format).lower() else "bars": code.text for code in zxingcpp.read_barcodes(page)}
    assert found == {"qr": link or form.head.code, "bars": form.head.code}


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_scanners_read_the_codes_from_a_coarse_print(form, read, scale):
    page = read(application_form(form, portrait=None)).picture(scale=scale)
    assert form.head.code in {code.text for code in zxingcpp.read_barcodes(page)}


def test_the_portrait_is_at_the_top_right(form, portrait, read):
    with_it = read(application_form(form, portrait=portrait)).picture(scale=2)
    without = read(application_form(form, portrait=None)).picture(scale=2)
    changed = ImageChops.difference(with_it.convert("L"), without.convert("L")).point(lambda level: 255 * (level > 40))
    left, top, right, bottom = changed.getbbox()
    assert left > changed.width * 0.7 and bottom < changed.height * 0.5
    assert (bottom - top) > (right - left) > 150


def test_without_a_portrait_its_place_is_marked(form, read):
    assert "照片（2寸·白底·免冠）" in read(application_form(form, portrait=None)).text()


def test_a_portrait_that_is_no_jpeg_is_refused(form):
    with pytest.raises(ValueError, match="JPEG"):
        application_form(form, portrait=b"<svg onload='x'/>")


def test_empty_sections_and_values_say_so(form, read):
    text = read(application_form(form, portrait=None)).text()
    assert "工作经历无" in text and "QQ号码—" in text


def test_a_form_without_any_block_still_prints(form, read):
    assert (
        read(application_form(replaced(form, blocks=(), notes=(), basics=(("姓名", "甲"),)), portrait=None)).pages == 1
    )


def test_a_long_name_and_many_rows_flow_on(form, read):
    name = "阿" * 24 + "·" + "买" * 25
    rows = PaperRows("学历信息", form.blocks[0].head, form.blocks[0].rows * 12, form.blocks[0].widths)
    pdf = read(
        application_form(replaced(form, basics=(("姓名", name), *form.basics[1:]), blocks=(rows,)), portrait=None)
    )
    assert pdf.pages >= 3 and name in pdf.text(0)
    assert all("毕业院校" in pdf.text(page) for page in range(pdf.pages - 1)), "the head of a table repeats"
    assert pdf.text().count("106781202105001234") == 12


def test_nothing_runs_over_the_edge(form, read):
    wide = "W" * 60
    rows = PaperRows("证明材料", ("一", "二", "三", "四"), ((wide, wide, wide, wide),))
    picture = read(application_form(replaced(form, blocks=(rows,)), portrait=None)).picture(scale=2).convert("L")
    margin = picture.crop((picture.width - 60, 0, picture.width, picture.height))
    assert margin.getextrema()[0] > 200


def test_the_track_changes_the_accent_only(form, read):
    western, tcm = (application_form(replaced(form, track=track), portrait=None) for track in ("western", "tcm"))
    assert western != tcm and read(western).text() == read(tcm).text()


def test_the_same_data_gives_the_same_bytes(form, portrait):
    first = application_form(form, portrait=portrait)
    application_form(replaced(form, number="other"), portrait=None)
    assert application_form(form, portrait=portrait) == first


def test_no_date_and_no_person_in_the_properties(form):
    data = application_form(form, portrait=None)
    properties = pypdfium2.PdfDocument(data).get_metadata_dict(skip_empty=True)
    assert properties.get("Title") == form.head.title
    assert not {"CreationDate", "ModDate", "Author"} & set(properties)
    assert "欧阳".encode("utf-16-be") not in data


def test_uneven_rows_and_long_codes_are_refused(form):
    with pytest.raises(ValueError, match="2 cells"):
        application_form(replaced(form, blocks=(PaperRows("x", ("a", "b"), (("1",),)),)), portrait=None)
    with pytest.raises(ValueError, match="36 characters"):
        application_form(replaced(form, code="A" * 37), portrait=None)


def test_the_portrait_is_embedded_as_it_is(form, portrait):
    """A JPEG decoded and packed anew would grow the file several times."""
    assert len(application_form(form, portrait=portrait)) < len(portrait) + 200_000
    assert Image.open(io.BytesIO(portrait)).size == (480, 640)
