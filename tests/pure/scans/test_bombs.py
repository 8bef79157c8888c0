"""Small files that would unfold without end: each is answered by a refusal, and the next file is served."""

import io
import struct
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from zhupei.pure.scans import Accepted, Decoder, Limits, Rejected
from zhupei.pure.scans.drawn import portrait_jpeg

pytestmark = pytest.mark.slow
MEGABYTES = 1024 * 1024


def written(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def deflated(piece, times):
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def one_page(content):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 400))
    pdf.pages[0].Contents = pdf.make_stream(content)
    return pdf


def endless_content():
    """600 MB of drawing operators in half a megabyte."""
    pdf = one_page(b"")
    pdf.pages[0].Contents.write(deflated(b"q Q " * 2_500_000, 60), filter=Name.FlateDecode)
    return written(pdf)


def form(pdf, content, inner=None):
    stream = pdf.make_indirect(Stream(pdf, content))
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 900, 900])
    stream.Resources = Dictionary(XObject=Dictionary(X=stream if inner is None else inner))
    return stream


def form_that_draws_itself():
    pdf = one_page(b"/X Do")
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(X=form(pdf, b"/X Do /X Do")))
    return written(pdf)


def forms_times_ten():
    """Twenty-five levels, each drawing the next ten times."""
    pdf = one_page(b"/X Do")
    inner = form(pdf, b"0 0 5 5 re f", inner=Dictionary())
    for _ in range(25):
        inner = form(pdf, b"/X Do " * 10, inner=inner)
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(X=inner))
    return written(pdf)


def deep_arrays():
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b"]" * 100_000 + b">>\nendobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R>>"
    )


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def text_in_a_png():
    """200 MB of comment in a tiny picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0))
    text = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200 * MEGABYTES), 9))
    return b"\x89PNG\r\n\x1a\n" + header + text + chunk(b"IDAT", zlib.compress(bytes(310))) + chunk(b"IEND", b"")


def scans_without_end():
    """A progressive JPEG that refines the same 36 megapixels three hundred times."""
    out = io.BytesIO()
    Image.new("L", (6000, 6000)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    return data[:-2] + data[data.rfind(b"\xff\xda") : -2] * 300 + data[-2:]


BOMBS = [endless_content, form_that_draws_itself, forms_times_ten, deep_arrays, text_in_a_png, scans_without_end]


@pytest.fixture(scope="module")
def decoder():
    with Decoder(seconds=5) as made:
        yield made


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_a_bomb_is_refused_and_the_next_file_served(decoder, bomb):
    data = bomb()
    assert len(data) < MEGABYTES
    answer = decoder.accept(data, declared_name="证明.pdf", limits=Limits(), kind="document")
    assert isinstance(answer, Rejected)
    assert answer.code in ("crashed", "timeout", "out_of_memory", "damaged")
    after = decoder.accept(portrait_jpeg(1), declared_name="a.jpg", limits=Limits(), kind="portrait")
    assert isinstance(after, Accepted)
