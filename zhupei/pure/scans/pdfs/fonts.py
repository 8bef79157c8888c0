"""The same letters on every machine: pdfium takes what a PDF has not embedded from our own font, and from nothing that
happens to be installed.
"""

from __future__ import annotations

import ctypes

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pypdfium2 import raw

from zhupei.pure.paper.fonts import FONT_FILE
from zhupei.pure.scans.pdfs.disarm import reached
from zhupei.pure.scans.results import IntakeFinding

REPLACED = IntakeFinding(
    "fonts_replaced", "PDF 没有嵌入所用的字体，文字以替代字体显示，可能与原件略有不同；请核对，或打印为 PDF 后上传"
)
UNKNOWN = IntakeFinding("fonts_missing", "PDF 没有嵌入所用的字体，有的文字无法显示；请用“打印为 PDF”另存后上传")
# Every reader has these, or something of the same widths.
EVERYWHERE = ("Helvetica", "Times", "Courier", "Arial", "Symbol", "ZapfDingbats")
# Whose characters can be looked up by their numbers.
KNOWN_ORDERS = frozenset({"GB1", "CNS1", "Japan1", "Korea1", "KR"})
FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_kept: list[object] = []


def use_our_own() -> None:
    """Call once, before the first document."""
    folder = ctypes.create_string_buffer(bytes(FONT_FILE.parent))
    folders = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(folder, ctypes.POINTER(ctypes.c_char)))
    settings = raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=folders, m_pIsolate=None, m_v8EmbedderSlot=0)
    _kept.extend((folder, folders, settings))
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(settings)


def notes(pdf: pikepdf.Pdf) -> tuple[IntakeFinding, ...]:
    """Of the fonts of all pages."""
    found = {note for page in pdf.pages for item, _ in reached(page.obj) if (note := _note(item))}
    return tuple(note for note in (UNKNOWN, REPLACED) if note in found)


def _note(font: pikepdf.Object) -> IntakeFinding | None:
    if font.get("/Type") != Name.Font or font.get("/Subtype") in (Name.Type3, Name.CIDFontType0, Name.CIDFontType2):
        return None
    inner = font.get("/DescendantFonts")
    own = inner[0] if isinstance(inner, Array) and len(inner) else font
    if not isinstance(own, Dictionary) or _embedded(own):
        return None
    name = str(own.get("/BaseFont", "/")).removeprefix("/").rpartition("+")[2]
    if name.startswith(EVERYWHERE):
        return None
    if own is font:
        return REPLACED
    order = own.get("/CIDSystemInfo")
    known = isinstance(order, Dictionary) and str(order.get("/Ordering")) in KNOWN_ORDERS
    named = isinstance(font.get("/Encoding"), Name) and not str(font.Encoding).startswith("/Identity")
    return REPLACED if known or named else UNKNOWN


def _embedded(font: pikepdf.Object) -> bool:
    described = font.get("/FontDescriptor")
    return isinstance(described, Dictionary) and any(isinstance(described.get(key), Stream) for key in FILES)
