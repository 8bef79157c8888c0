"""Nothing but pages survives in a PDF: hostile ones made with pikepdf, limits, pictures of the pages."""

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary
from PIL import Image

from tests.pure.scans.corpus.hostile_pdfs import EVIL, HOSTILE, pages, with_scripted_form, written
from zhupei.pure.paper import template_document
from zhupei.pure.scans import Accepted, Rejected, UploadLimits, accept


def intake(data, **limits):
    return accept(data, declared_name="证明.pdf", limits=UploadLimits(**limits), kind="document")


def codes(answer):
    assert isinstance(answer, Accepted), answer
    return {finding.code for finding in answer.findings}


def texts(item):
    """An object as text: streams unpacked, strings readable."""
    if isinstance(item, pikepdf.Stream):
        return [item.read_bytes(), repr(item).encode()]
    return [item.unparse(resolved=True)]


def leaks(data):
    """Every evil word in the clean file, raw or in any of its streams and strings."""
    found = [word for word in EVIL if word in data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            found += [word for word in EVIL for part in texts(item) if word in part]
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
        assert not set(pdf.trailer.keys()) & {"/Info", "/Encrypt"}
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_parts_are_gone_and_named(name):
    spoil, code = HOSTILE[name]
    pdf = pages()
    spoil(pdf)
    data = written(pdf)
    assert leaks_raw(data), "the sample holds nothing to remove"
    answer = intake(data)
    assert code is None or code in codes(answer)
    assert leaks(answer.content) == []
    assert len(answer.pages) == 1


def leaks_raw(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return any(word in part for item in [*pdf.objects, pdf.trailer] for part in texts(item) for word in EVIL)


def test_an_ordinary_pdf_has_no_findings():
    assert codes(intake(written(pages(2)))) == set()


def test_what_a_form_shows_stays_visible():
    pdf = pages()
    with_scripted_form(pdf)
    answer = intake(written(pdf))
    picture = Image.open(io.BytesIO(answer.pages[0])).convert("RGB")
    scale = picture.width / 300
    red, green, blue = picture.getpixel((int(140 * scale), int((400 - 120) * scale)))
    assert blue > 180 and red < 40 and green < 40


def test_inherited_page_attributes_are_kept():
    pdf = pages(2, size=(200, 300))
    for page in pdf.pages:
        del page.obj["/MediaBox"]
    pdf.Root.Pages.MediaBox = Array([0, 0, 200, 300])
    pdf.Root.Pages.Rotate = 90
    answer = intake(written(pdf))
    assert answer.width > answer.height


@pytest.mark.parametrize("passwords", [("owner", ""), ("owner", "user")])
def test_encrypted_files_are_refused(passwords):
    owner, user = passwords
    data = written(pages(), encryption=pikepdf.Encryption(owner=owner, user=user))
    assert intake(data).code == "encrypted"


@pytest.mark.parametrize(("count", "accepted"), [(3, True), (4, False)])
def test_the_page_limit_counts_itself(count, accepted):
    answer = intake(written(pages(count)), max_pages=3)
    if accepted:
        assert len(answer.pages) == count
    else:
        assert answer == Rejected("too_many_pages", "PDF 共 4 页，要求不超过 3 页")


def test_a_pdf_without_pages_is_refused():
    assert intake(written(pikepdf.new())).code == "no_pages"


def test_a_dynamic_form_is_refused():
    pdf = pages()
    pdf.Root.AcroForm = Dictionary(XFA=Array([]), Fields=Array([]))
    pdf.Root.NeedsRendering = True
    assert intake(written(pdf)).code == "dynamic_form"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(5000), b"%PDF-1.4\n1 0 obj\n<</Type/Catalog"])
def test_broken_files_are_refused(data):
    assert intake(data).code in ("damaged", "no_pages")


def test_a_pdf_that_is_also_something_else_keeps_only_its_pages():
    answer = intake(written(pages()) + b"PK\x03\x04payload-bytes")
    assert leaks(answer.content) == []


def test_endless_page_trees_end():
    pdf = pages()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    assert isinstance(intake(written(pdf)), (Accepted, Rejected))


def test_pictures_have_the_asked_size():
    answer = intake(written(pages(1, size=(595, 842))), page_dpi=150, page_side=1800, thumbnail_side=100)
    assert (answer.width, answer.height) == (1240, 1755)
    assert Image.open(io.BytesIO(answer.thumbnail)).size == (71, 100)
    huge = intake(written(pages(1, size=(14_400, 7_200))), page_side=1800)
    assert (huge.width, huge.height) == (1800, 900)


def test_text_stays_text_and_the_answer_is_always_the_same():
    data = template_document("employer_consent")
    first, second = intake(data), intake(data)
    assert first == second
    text = pypdfium2.PdfDocument(first.content)[0].get_textpage().get_text_range()
    assert "单位同意培训证明" in text
