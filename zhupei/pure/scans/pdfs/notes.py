"""Annotations and forms: what the screen shows of them is drawn into the page, what it does not goes.

Values of forms that nobody has drawn yet are drawn by pdfium, as a reader would: with appearances made from the values.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream

from zhupei.pure.scans.pdfs import layers
from zhupei.pure.scans.pdfs.disarm import ACTING, Danger, dangers
from zhupei.pure.scans.results import IntakeFinding

INVISIBLE, HIDDEN, PRINT, NO_VIEW = 1, 2, 4, 32
# Nothing of these stands on the page itself.
UNSEEN = frozenset({"/Link", "/Popup"})
# pdfium draws these by itself when they bring no picture of their own.
DRAWN = frozenset(
    {"/Circle", "/Highlight", "/Ink", "/Square", "/Squiggly", "/StrikeOut", "/Text", "/Underline", "/Widget"}
)
FLATTENED = IntakeFinding("form_flattened", "PDF 表单已转为普通页面")
HIDDEN_NOTES = IntakeFinding(
    "notes_hidden", "PDF 里有隐藏或只在打印时出现的批注，没有显示；需要显示的，请打印为 PDF 后上传"
)
UNDRAWN = IntakeFinding("notes_not_shown", "PDF 里有批注无法显示，请打印为 PDF 后上传")


def prepare(source: pikepdf.Pdf) -> tuple[set[Danger], tuple[IntakeFinding, ...]]:
    """Take away what acts and what is hidden, in place; call it once layers are settled."""
    found: set[Danger] = set()
    findings = [FLATTENED] if "/AcroForm" in source.Root else []
    stale = bool(_form(source).get("/NeedAppearances", False))
    for page in source.pages:
        shown = []
        for note in _of(page):
            found |= _acts(note)
            if str(note.get("/Subtype")) in UNSEEN:
                continue
            if int(note.get("/F", 0)) & (INVISIBLE | HIDDEN | NO_VIEW) or layers.hides(source, note.get("/OC")):
                findings += [HIDDEN_NOTES] if _has_picture(note) or "/V" in note else []
                continue
            if stale and note.get("/FT", _parent(note).get("/FT")) in (Name.Tx, Name.Ch) and "/AP" in note:
                del note["/AP"]
            if not _has_picture(note) and str(note.get("/Subtype")) not in DRAWN:
                findings.append(UNDRAWN)
            _keep_layer(note)
            shown.append(note)
        if shown:
            page.obj.Annots = Array(shown)
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]
    return found, tuple(dict.fromkeys(findings))


def flat(source: pikepdf.Pdf) -> pikepdf.Pdf:
    """With all annotations drawn into the pages; `source` itself, or where something is yet to be drawn another one."""
    if all(_has_picture(note) for page in source.pages for note in _of(page)):
        if "/NeedAppearances" in _form(source):
            del source.Root.AcroForm["/NeedAppearances"]
        source.flatten_annotations("screen")
        return source
    out = io.BytesIO()
    source.save(out)
    drawn = io.BytesIO()
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        document.init_forms()
        for index in range(len(document)):
            page = document[index]
            if page.formenv is None:
                # Without any form pdfium draws annotations all the same.
                pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
            else:
                page.flatten()
            page.close()
        document.save(drawn)
    finally:
        document.close()
    return pikepdf.open(drawn)


def _form(source: pikepdf.Pdf) -> pikepdf.Object:
    form = source.Root.get("/AcroForm")
    return form if isinstance(form, Dictionary) else Dictionary()


def _of(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    listed = page.obj.get("/Annots")
    return (note for note in listed if isinstance(note, Dictionary)) if isinstance(listed, Array) else iter(())


def _parent(note: pikepdf.Object) -> pikepdf.Object:
    parent = note.get("/Parent")
    return parent if isinstance(parent, Dictionary) else Dictionary()


def _acts(note: pikepdf.Object) -> set[Danger]:
    """Actions of the annotation and of the fields above it, taken away."""
    found: set[Danger] = set()
    if "/FS" in note or str(note.get("/Subtype")) in ("/FileAttachment", "/RichMedia"):
        found.add("attachment")
    item, most = note, 20
    while isinstance(item, Dictionary) and most:
        for key in ACTING & set(item.keys()):
            found |= set(dangers(item[key])) or {"action"}
            del item[key]
        item, most = _parent(item), most - 1
        if not item.keys():
            break
    return found


def _has_picture(note: pikepdf.Object) -> bool:
    """Brings its own appearance, in the state it is in."""
    looks = note.get("/AP")
    normal = looks.get("/N") if isinstance(looks, Dictionary) else None
    if isinstance(normal, Dictionary):
        return str(note.get("/AS", "/Off")) == "/Off" or isinstance(normal.get(str(note.get("/AS"))), Stream)
    return isinstance(normal, Stream)


def _keep_layer(note: pikepdf.Object) -> None:
    """Once it is drawn into the page, only its picture can say which layer it belongs to."""
    looks, layer = note.get("/AP"), note.get("/OC")
    if isinstance(layer, Dictionary) and isinstance(looks, Dictionary) and isinstance(looks.get("/N"), Stream):
        looks.N.OC = layer
