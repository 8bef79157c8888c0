"""PDF files: ordinary, hostile, encrypted, broken."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.pure.scans.corpus.case import SECRET, Case
from tests.pure.scans.corpus.hostile_pdfs import HOSTILE, pages, script, written
from tests.pure.scans.corpus.pictures import archive, cut, jpeg_with, noise, saved, scene, with_exif

ACTIONS = ("GoToR", "GoToE", "ImportData", "JavaScript", "Launch", "Movie", "Named", "Rendition", "ResetForm", "Sound",
           "SubmitForm", "Thread", "URI", "Hide", "SetOCGState", "RichMediaExecute")  # fmt: skip


def hostile(spoil):
    pdf = pages()
    spoil(pdf)
    return written(pdf)


def with_action(kind):
    """On opening, on the page, and on a link that covers the page."""
    action = {"S": Name("/" + kind), "F": String(SECRET.decode()), "URI": String(SECRET.decode())}

    def spoil(pdf):
        pdf.Root.OpenAction = Dictionary(**action)
        pdf.pages[0].AA = Dictionary(O=Dictionary(**action), C=Dictionary(**action))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 300, 400]), A=Dictionary(**action))
        pdf.pages[0].Annots = Array([pdf.make_indirect(link)])

    return hostile(spoil)


def with_annotation(kind):
    def spoil(pdf):
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([9, 9, 90, 90]),
                          Contents=String(SECRET.decode()), T=String(SECRET.decode()))  # fmt: skip
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    return hostile(spoil)


def with_everything(pdf):
    for spoil, _ in HOSTILE.values():
        spoil(pdf)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script(pdf)])))


def dynamic_form():
    pdf = pages()
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp>" + SECRET + b"</xdp>"))
    pdf.Root.NeedsRendering = True
    return written(pdf)


def encrypted(**passwords):
    return written(pages(), encryption=pikepdf.Encryption(R=passwords.pop("R", 6), **passwords))


def of_pictures(form):
    return saved(scene(600, 400), form)


def with_picture(jpeg):
    """A page that shows the JPEG as it is, with all it carries."""
    pdf = pages()
    picture = pdf.make_stream(jpeg, Type=Name.XObject, Subtype=Name.Image, Width=300, Height=220,
                              ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(P=picture))
    pdf.pages[0].Contents = pdf.make_stream(b"300 0 0 220 0 90 cm /P Do")
    return written(pdf)


def ordinary():
    for count in (1, 2, 3, 19, 20):
        yield Case(f"pdf of {count} pages", lambda n=count: written(pages(n)), "a.pdf")
    for count in (21, 22, 60):
        yield Case(f"pdf of {count} pages", lambda n=count: written(pages(n)), "a.pdf", code="too_many_pages")
    yield Case("pdf of no pages", lambda: written(pikepdf.new()), "a.pdf", code="no_pages")
    for size in ((10, 10), (3, 900), (900, 3), (5000, 7000), (14_400, 14_400)):
        yield Case(f"pdf page of {size}", lambda s=size: written(pages(size=s)), "a.pdf")
    for options in ({"linearize": True}, {"compress_streams": False}, {"min_version": "2.0"},
                    {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
                    {"object_stream_mode": pikepdf.ObjectStreamMode.disable}):  # fmt: skip
        yield Case(
            f"pdf written with {[*options]}{len(repr(options))}", lambda o=options: written(pages(), **o), "a.pdf"
        )
    for turn in (90, 180, 270):
        yield Case(
            f"pdf turned {turn}", lambda t=turn: hostile(lambda pdf: pdf.pages[0].rotate(t, relative=True)), "a.pdf"
        )
    yield Case("pdf of a scan", lambda: of_pictures("PDF"), "a.pdf")
    yield Case("pdf behind blanks", lambda: b"\r\n  " + written(pages()), "a.pdf")
    for kind in ("image", "portrait"):
        yield Case(f"pdf as {kind}", lambda: written(pages()), "a.pdf", kind, "type")


def carrying():
    for name, (spoil, code) in HOSTILE.items():
        yield Case(f"pdf with {name}", lambda s=spoil: hostile(s), "a.pdf", findings=frozenset({code} if code else ()))
    yield Case("pdf with all of it", lambda: hostile(with_everything), "a.pdf",
               findings=frozenset({"scripts_removed"}))  # fmt: skip
    for kind in ACTIONS:
        yield Case(f"pdf that does {kind}", lambda k=kind: with_action(k), "a.pdf")
    for kind in (
        "Text",
        "FreeText",
        "FileAttachment",
        "Stamp",
        "Popup",
        "Screen",
        "3D",
        "RichMedia",
        "Movie",
        "Redact",
    ):
        yield Case(f"pdf annotated by {kind}", lambda k=kind: with_annotation(k), "a.pdf")
    yield Case("pdf of a picture with a place", lambda: with_picture(with_exif("JPEG")), "a.pdf")
    yield Case("pdf of a picture with a payload", lambda: with_picture(saved(scene()) + archive() + SECRET), "a.pdf")
    yield Case("pdf of a picture with a script", lambda: with_picture(jpeg_with(0xFE, b"<script>" + SECRET)), "a.pdf")
    for label, payload in {"zip": archive(), "html": b"<script>" + SECRET + b"</script>", "exe": b"MZ" + SECRET * 9,
                           "jpeg": saved(scene()) + SECRET}.items():  # fmt: skip
        yield Case(f"pdf and behind it {label}", lambda p=payload: written(pages()) + p, "a.pdf")


def refused():
    yield Case("dynamic form", dynamic_form, "a.pdf", code="dynamic_form")
    for R in (2, 3, 4, 6):
        for label, passwords in {"user": {"user": "a", "owner": "b"}, "owner": {"owner": "b"}}.items():
            options = {**passwords, "R": R} | ({"aes": False, "metadata": False} if R < 4 else {})
            yield Case(f"pdf locked for {label} R{R}", lambda o=options: encrypted(**o), "a.pdf", code="encrypted")
    for share in (0.02, 0.2, 0.4, 0.6):
        yield Case(f"pdf cut at {share}", lambda s=share: cut(of_pictures("PDF"), s), "a.pdf",
                   code=("damaged", "no_pages"))  # fmt: skip
    yield Case("pdf of words", lambda: b"%PDF-1.4\n" + b"hello " * 400, "a.pdf", code="damaged")
    yield Case("pdf of noise", lambda: b"%PDF-1.4\n" + noise(9000) + b"\n%%EOF", "a.pdf", code="damaged")
    yield Case("pdf whose pages point at themselves", own_parent, "a.pdf", code=("damaged", "no_pages", "crashed"))


def own_parent():
    return (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF")  # fmt: skip


def cases():
    yield from ordinary()
    yield from carrying()
    yield from refused()


def unpacked(data):
    """Every object of a PDF as text, streams unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in [*pdf.objects, pdf.trailer]:
            if not isinstance(item, pikepdf.Stream):
                yield item.unparse(resolved=True)
            else:
                yield item.read_raw_bytes() if "/DCTDecode" in str(item.get("/Filter")) else item.read_bytes()
