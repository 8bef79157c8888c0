"""Small files that would unfold without end; refused by whichever limit meets them first."""

import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from tests.pure.scans.corpus.case import Case
from tests.pure.scans.corpus.pictures import chunk

MEGABYTES = 1024 * 1024
STOPPED = ("crashed", "timeout", "out_of_memory", "damaged")


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


def text_in_a_png():
    """200 MB of comment in a tiny picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0))
    text = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200 * MEGABYTES), 9))
    return b"\x89PNG\r\n\x1a\n" + header + text + chunk(b"IDAT", zlib.compress(bytes(310))) + chunk(b"IEND", b"")


def scans_without_end():
    """A progressive JPEG that refines the same 36 megapixels two thousand times."""
    out = io.BytesIO()
    Image.new("L", (6000, 6000)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    return data[:-2] + data[data.rfind(b"\xff\xda") : -2] * 2000 + data[-2:]


def header_only(width, height):
    """A picture that says it is large and holds nothing."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def huge_jpeg(width, height):
    """A small JPEG whose frame header claims other measures."""
    out = io.BytesIO()
    Image.new("L", (16, 16)).save(out, "JPEG")
    data = out.getvalue()
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", height, width) + data[place + 4 :]


def flat_png(width, height):
    """All of it there, all of one colour: a few kilobytes, hundreds of megabytes unfolded."""
    packer = zlib.compressobj(9)
    row = bytes(width + 1)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def many_pages_of_one(count):
    """One page, listed over and over."""
    pdf = one_page(b"0 0 9 9 re f")
    for _ in range(count - 1):
        pdf.pages.append(pdf.pages[0])
    return written(pdf)


def cases():
    for bomb in (endless_content, form_that_draws_itself, forms_times_ten, deep_arrays, text_in_a_png,
                 scans_without_end):  # fmt: skip
        yield Case(f"bomb: {bomb.__name__}", bomb, "证明.pdf", code=STOPPED)
    for width, height in ((8001, 5000), (20_000, 20_000), (65_535, 65_535), (2**31 - 1, 1), (1, 2**31 - 1)):
        name = f"bomb: png of {width}×{height}"
        yield Case(name, lambda w=width, h=height: header_only(w, h), "a.png", code="too_many_pixels")
    for width, height in ((8001, 5000), (30_000, 30_000), (65_500, 65_500)):
        yield Case(f"bomb: jpeg of {width}×{height}", lambda w=width, h=height: huge_jpeg(w, h), code="too_many_pixels")
    yield Case("bomb: flat png above the limit", lambda: flat_png(9000, 9000), "a.png", code="too_many_pixels")
    yield Case("bomb: flat png at the limit", lambda: flat_png(8000, 5000), "a.png")
    for count in (21, 400):
        yield Case(
            f"bomb: {count} times one page", lambda n=count: many_pages_of_one(n), "a.pdf", code="too_many_pages"
        )
