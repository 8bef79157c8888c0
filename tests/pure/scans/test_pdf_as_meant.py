"""A page looks as its author meant it, or the answer says in words that it could not."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.pure.scans.corpus.hostile_pdfs import written
from zhupei.pure.scans import Accepted, UploadLimits, accept

RED, BLUE = (204, 0, 0), (0, 0, 204)
WHERE = {RED: (80, 70), BLUE: (80, 270)}


def intake(pdf):
    data = pdf if isinstance(pdf, bytes) else written(pdf)
    return accept(data, declared_name="证明.pdf", limits=UploadLimits(), kind="document")


def codes(answer):
    assert isinstance(answer, Accepted), answer
    return {finding.code for finding in answer.findings}


def picture(answer):
    return Image.open(io.BytesIO(answer.pages[0])).convert("RGB")


def shows(answer, colour):
    """Whether the colour stands where `layered` has drawn it, on a page 300 points broad."""
    drawn = picture(answer)
    x, y = (round(each * drawn.width / 300) for each in WHERE[colour])
    return all(abs(a - b) < 40 for a, b in zip(drawn.getpixel((x, y)), colour, strict=True))


def layered(blue=b"/OC /B BDC 0 0 0.8 rg 30 100 100 60 re f EMC", **settings):
    """Red belongs to one layer, blue to another; `settings(red, blue)` make the configuration."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 400))
    layers = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("red", "blue")]
    pdf.pages[0].Contents = pdf.make_stream(b"/OC /A BDC 0.8 0 0 rg 30 300 100 60 re f EMC " + blue)
    pdf.pages[0].Resources = Dictionary(Properties=Dictionary(A=layers[0], B=layers[1]))
    chosen = {key: value(*layers) if callable(value) else value for key, value in settings.items()}
    pdf.Root.OCProperties = Dictionary(OCGs=Array(layers), D=Dictionary(**chosen))
    return pdf


def usage(pdf, **states):
    pdf.Root.OCProperties.OCGs[1].Usage = Dictionary(
        **{key: Dictionary({f"/{key}State": Name(f"/{value}")}) for key, value in states.items()}
    )
    return pdf


def automatic(event):
    return lambda red, blue: Array([Dictionary(Event=Name(f"/{event}"), Category=Array([Name(f"/{event}")]),
                                               OCGs=Array([blue]))])  # fmt: skip


LAYERS = {
    "all on": (lambda: layered(), True, set()),
    "off": (lambda: layered(OFF=lambda red, blue: Array([blue])), False, {"layers_hidden"}),
    "all off but one": (
        lambda: layered(BaseState=Name.OFF, ON=lambda red, blue: Array([red])), False, {"layers_hidden"}),
    "off on the screen": (
        lambda: usage(layered(AS=automatic("View")), View="OFF"), False, {"layers_hidden", "print_only"}),
    "on in print only": (
        lambda: usage(layered(AS=automatic("Print"), OFF=lambda red, blue: Array([blue])), Print="ON"),
        False, {"layers_hidden", "print_only"}),
    "a wish that nobody asked for": (
        lambda: usage(layered(OFF=lambda red, blue: Array([blue])), View="ON"), False, {"layers_hidden"}),
    "for another purpose": (
        lambda: designed(layered(OFF=lambda red, blue: Array([blue]))), True, set()),
}  # fmt: skip


def designed(pdf):
    pdf.Root.OCProperties.OCGs[1].Intent = Name.Design
    return pdf


@pytest.mark.parametrize("case", LAYERS)
def test_a_layer_shows_as_its_author_has_set_it(case):
    make, shown, told = LAYERS[case]
    answer = intake(make())
    assert shows(answer, RED) and shows(answer, BLUE) is shown
    assert codes(answer) == told


@pytest.mark.parametrize(("policy", "shown"), [("AnyOn", True), ("AllOn", False), ("AllOff", False), ("AnyOff", True)])
def test_a_membership_of_layers_is_kept(policy, shown):
    pdf = layered(OFF=lambda red, blue: Array([blue]))
    both = pdf.Root.OCProperties.OCGs
    member = Dictionary(Type=Name.OCMD, OCGs=Array([both[0], both[1]]), P=Name(f"/{policy}"))
    pdf.pages[0].Resources.Properties.B = pdf.make_indirect(member)
    assert shows(intake(pdf), BLUE) is shown


def test_a_hidden_picture_and_a_hidden_form_stay_hidden():
    pdf = layered(b"/X Do", OFF=lambda red, blue: Array([blue]))
    form = pdf.make_stream(b"0 0 0.8 rg 30 100 100 60 re f", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 300, 400]), OC=pdf.Root.OCProperties.OCGs[1])  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(X=form)
    assert not shows(intake(pdf), BLUE)


def stamped(**keys):
    """A blue stamp as an annotation."""
    pdf = layered(b"")
    look = pdf.make_stream(b"0 0 0.8 rg 0 0 100 60 re f", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 100, 60]))  # fmt: skip
    chosen = {key: value(pdf) if callable(value) else value for key, value in keys.items()}
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([30, 100, 130, 160]),
                       AP=Dictionary(N=look), **chosen)  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(stamp)])
    return pdf


def switched_off(pdf):
    pdf.Root.OCProperties.D.OFF = Array([pdf.Root.OCProperties.OCGs[1]])
    return pdf.Root.OCProperties.OCGs[1]


@pytest.mark.parametrize(
    ("keys", "shown"),
    [({"F": 4}, True), ({"F": 2}, False), ({"F": 32}, False), ({"F": 36}, False), ({"OC": switched_off}, False)],
)
def test_a_stamp_shows_on_the_page_when_it_shows_on_the_screen(keys, shown):
    answer = intake(stamped(**keys))
    assert shows(answer, BLUE) is shown
    assert ("notes_hidden" in codes(answer)) is not shown


def test_an_annotation_that_nobody_can_draw_is_named():
    pdf = stamped()
    del pdf.pages[0].Annots[0]["/AP"]
    assert "notes_not_shown" in codes(intake(pdf))


def filled(*, stale, value="张三丰"):
    """A form whose value has no appearance, or one that is out of date."""
    pdf = stamped(FT=Name.Tx, T=String("name"), V=String(value), DA=String("/Helv 24 Tf 0 0 0.8 rg"))
    field = pdf.pages[0].Annots[0]
    field.Subtype = Name.Widget
    if not stale:
        del field["/AP"]
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=stale,
                                   DR=Dictionary(Font=Dictionary(Helv=helvetica)))  # fmt: skip
    return pdf


def ink(answer):
    """Dark pixels in the field."""
    drawn = picture(answer)
    scale = drawn.width / 300
    field = drawn.crop([round(each * scale) for each in (32, 242, 128, 298)]).convert("L")
    return sum(field.histogram()[:128])


@pytest.mark.parametrize("stale", [False, True])
def test_the_value_of_a_form_is_seen(stale):
    answer = intake(filled(stale=stale))
    assert 300 < ink(answer) < 15_000
    assert "form_flattened" in codes(answer)
    assert ink(intake(filled(stale=stale, value=""))) == 0


def test_a_form_that_draws_itself_is_refused_whatever_else_it_says():
    pdf = filled(stale=False)
    pdf.Root.AcroForm.XFA = Array([String("template"), pdf.make_stream(b"<template/>")])
    assert intake(pdf).code == "dynamic_form"


def written_in(font, order, encoding, words):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/" + font),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String(order), Supplement=2),
    )
    face = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + font), Encoding=Name("/" + encoding),
                      DescendantFonts=Array([pdf.make_indirect(inner)]))  # fmt: skip
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(F1=face))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 60 Tf 60 700 Td <" + words.hex().encode() + b"> Tj ET")
    return pdf


@pytest.mark.parametrize(
    ("font", "encoding", "coding"),
    [
        ("STSong-Light", "UniGB-UCS2-H", "utf-16-be"),
        ("SimSun", "GBK-EUC-H", "gbk"),
        ("KaiTi", "UniGB-UTF16-H", "utf-16-be"),
    ],
)
def test_chinese_without_its_font_is_drawn_in_ours_and_said(font, encoding, coding):
    answer = intake(written_in(font, "GB1", encoding, "毕业证书".encode(coding)))
    assert codes(answer) == {"fonts_replaced"}
    assert sum(picture(answer).convert("L").histogram()[:128]) > 5000


def test_letters_that_nobody_can_look_up_are_named():
    answer = intake(written_in("SimSun", "Identity", "Identity-H", "毕业".encode("utf-16-be")))
    assert codes(answer) == {"fonts_missing"}


def carrying(name, content, **root):
    pdf = layered()
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def test_a_portfolio_is_refused_in_words():
    answer = intake(carrying("a.xml", b"<a/>", Collection=Dictionary(View=Name.T)))
    assert answer.code == "portfolio" and "文件包" in answer.message and "打印为普通 PDF" in answer.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("diploma.pdf", b"%PDF-1.4 ..."),
        ("diploma", b"%PDF-1.4 ..."),
        ("scan.jpg", b"\xff\xd8\xff\xe0"),
        ("a.docx", b"PK\x03\x04"),
    ],
)
def test_a_cover_page_with_documents_behind_it_is_refused_with_their_names(name, content):
    answer = intake(carrying(name, content))
    assert answer.code == "documents_inside" and name in answer.message


def test_data_beside_an_invoice_goes_and_is_named():
    assert codes(intake(carrying("invoice.xml", b"<invoice/>"))) == {"attachments_removed"}


def named_like_actions():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 400))
    red = pdf.make_stream(b"\xcc\0\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
                          ColorSpace=Name.DeviceRGB)  # fmt: skip
    blue = pdf.make_stream(b"0 0 0.8 rg 0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    pdf.pages[0].Resources = Dictionary(
        XObject=Dictionary({"/EF": red, "/JavaScript": blue}), ExtGState=Dictionary({"/A": Dictionary(ca=1)})
    )
    pdf.pages[0].Contents = pdf.make_stream(
        b"q 100 0 0 60 30 300 cm /EF Do Q /A gs q 100 0 0 60 30 100 cm /JavaScript Do Q"
    )
    return pdf


def test_resources_may_have_any_name():
    answer = intake(named_like_actions())
    assert shows(answer, RED) and shows(answer, BLUE)
    assert codes(answer) == set()


def scan(width, height, paper):
    """A picture that fills a page of these points."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=paper)
    data = io.BytesIO()
    Image.effect_noise((width, height), 60).save(data, "JPEG")
    shown = pdf.make_stream(data.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
                            BitsPerComponent=8, ColorSpace=Name.DeviceGray, Filter=Name.DCTDecode)  # fmt: skip
    inner = pdf.make_stream(b"/P Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]),
                            Resources=Dictionary(XObject=Dictionary(P=shown)))  # fmt: skip
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(F=inner))
    pdf.pages[0].Contents = pdf.make_stream(f"q {paper[0]} 0 0 {paper[1]} 0 0 cm /F Do Q".encode())
    return pdf


@pytest.mark.parametrize(
    ("pixels", "paper", "drawn"),
    [
        ((2100, 3000), (420, 595), (1271, 1800)),
        ((1500, 1000), (72, 48), (1500, 1000)),
        ((400, 566), (595, 842), (400, 566)),
        ((2480, 3508), (595, 842), (1272, 1800)),
    ],
)
def test_a_scan_is_as_fine_as_its_picture_whatever_the_paper(pixels, paper, drawn):
    answer = intake(scan(*pixels, paper))
    assert abs(answer.width - drawn[0]) <= 2 and abs(answer.height - drawn[1]) <= 2


@pytest.mark.parametrize("paper", [(420, 595), (85, 54), (595, 842)])
def test_text_is_drawn_as_fine_as_on_a_sheet_of_a4(paper):
    pdf = written_in("SimSun", "GB1", "GBK-EUC-H", "毕业".encode("gbk"))
    pdf.pages[0].MediaBox = Array([0, 0, *paper])
    answer = intake(pdf)
    assert abs(max(answer.width, answer.height) - 1755) <= 1
