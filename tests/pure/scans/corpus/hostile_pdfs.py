"""PDF files with something in them that no reviewer should receive, made with pikepdf."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

EVIL = (b"app.alert", b"evil.example", b"cmd.exe", b"payload-bytes", b"author-secret")


def written(pdf, **options):
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def pages(count=1, size=(300, 400)):
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=size)
        pdf.pages[-1].Contents = pdf.make_stream(b"0.8 0 0 rg 30 300 100 60 re f")
    return pdf


def script(pdf):
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert('http://evil.example')")))


def with_open_action(pdf):
    pdf.Root.OpenAction = script(pdf)


def with_named_script(pdf):
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script(pdf)])))


def with_attachment(pdf):
    pdf.attachments["setup.exe"] = pikepdf.AttachedFileSpec(pdf, b"payload-bytes" * 10, filename="cmd.exe")


def with_page_actions(pdf):
    pdf.pages[0].AA = Dictionary(O=script(pdf))


def with_launch_link(pdf):
    action = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    pdf.pages[0].Annots = Array(
        [pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), A=action))]
    )


def with_web_link(pdf):
    action = Dictionary(S=Name.URI, URI=String("http://evil.example/track"))
    pdf.pages[0].Annots = Array(
        [pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), A=action))]
    )


def with_scripted_form(pdf):
    look = pdf.make_stream(
        b"0 0 0.8 rg 0 0 80 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 80, 40])
    )
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String("x"),
            F=4,
            Rect=Array([100, 100, 180, 140]),
            AP=Dictionary(N=look),
            AA=Dictionary(K=script(pdf)),
        )
    )
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_hidden_depths(pdf):
    """Actions where no viewer should look: below resources, in a form XObject, in a property list."""
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.AF = Array([Dictionary(EF=Dictionary(F=pdf.make_stream(b"payload-bytes")))])
    form.Ref = Dictionary(F=String("evil.example"))
    poem = pdf.make_stream(b"(payload-bytes) run", Type=Name.XObject, Subtype=Name.PS)
    pdf.pages[0].Resources = Dictionary(
        XObject=Dictionary(A=form, B=poem),
        Properties=Dictionary(MC0=Dictionary(Next=Dictionary(S=Name.Launch, F=String("cmd.exe")))),
    )


def with_metadata(pdf):
    pdf.docinfo["/Author"] = "author-secret"
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = ["author-secret"]


HOSTILE = {
    "open action": (with_open_action, "scripts_removed"),
    "named script": (with_named_script, "scripts_removed"),
    "attachment": (with_attachment, "attachments_removed"),
    "page actions": (with_page_actions, "scripts_removed"),
    "launch link": (with_launch_link, "actions_removed"),
    "web link": (with_web_link, "actions_removed"),
    "scripted form": (with_scripted_form, "form_flattened"),
    "hidden depths": (with_hidden_depths, "actions_removed"),
    "metadata": (with_metadata, None),
}
