"""PDF uploads: nothing survives but pages.

Visible annotations (stamps, filled form fields) are first drawn into the page, then a new file is built from
an allowlist of page keys, so that scripts, actions, attachments, forms, outlines and metadata of the old one
are left behind rather than hunted down. The pictures of the pages are drawn from the clean file: what a
reviewer sees on the screen and in a download is the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image

from zhupei.pure.scans.images import encode, thumbnail
from zhupei.pure.scans.results import Finding, Limits, Refuse
from zhupei.pure.scans.segments import bare

PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
)
# Keys of streams that point outside the page or outside the file; none of them is needed to draw it.
STREAM_KEYS = (
    "/AF",
    "/Alternates",
    "/F",
    "/FDecodeParms",
    "/FFilter",
    "/Metadata",
    "/OPI",
    "/PieceInfo",
    "/Ref",
)
ACTION_KEYS = ("/JS", "/AA", "/OpenAction", "/EF", "/EmbeddedFiles", "/JavaScript", "/RichMediaContent")
ACTIONS = frozenset(
    [
        "/GoTo",
        "/GoToR",
        "/GoToE",
        "/GoToDp",
        "/GoTo3DView",
        "/Hide",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Named",
        "/Rendition",
        "/ResetForm",
        "/RichMediaExecute",
        "/SetOCGState",
        "/Sound",
        "/SubmitForm",
        "/Thread",
        "/Trans",
        "/URI",
    ]
)
PAGE_QUALITY = 85
POINTS_PER_INCH = 72
READABLE = (pikepdf.Dictionary, pikepdf.Array)


@dataclass(frozen=True)
class Document:
    """A clean PDF and the pictures of its pages, upright, as JPEG."""

    content: bytes
    pages: tuple[bytes, ...]
    findings: tuple[Finding, ...]

    def first_page(self, side: int) -> tuple[int, int, bytes]:
        """Width and height of the first page's picture, and a thumbnail of it."""
        with Image.open(io.BytesIO(self.pages[0]), formats=("JPEG",)) as picture:
            return picture.width, picture.height, thumbnail(picture, side)


def clean(data: bytes, limits: Limits) -> Document:
    """Sanitise and draw. Raises `Refuse` for encrypted, damaged, empty, too long and dynamic (XFA) files."""
    try:
        with pikepdf.open(io.BytesIO(data)) as source:
            _check(source, limits)
            findings = _notes(source)
            content = _rebuilt(source)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except (
        pikepdf.PdfError,
        pikepdf.ForeignObjectError,
        ValueError,
        TypeError,
        KeyError,
        RuntimeError,
    ) as error:
        raise _damaged() from error
    return Document(content, tuple(_pictures(content, limits)), findings)


def _encrypted() -> Refuse:
    return Refuse("encrypted", "PDF 设有密码或权限限制，请取消后重新导出，或改传照片")


def _damaged() -> Refuse:
    return Refuse("damaged", "PDF 不完整或已损坏，无法打开，请重新导出后上传")


def _check(source: pikepdf.Pdf, limits: Limits) -> None:
    if source.is_encrypted:
        raise _encrypted()
    form = source.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form and source.Root.get("/NeedsRendering", False):
        raise Refuse("dynamic_form", "PDF 是动态表单，请用“打印为 PDF”另存后上传")
    count = len(source.pages)
    if count == 0:
        raise Refuse("no_pages", "PDF 没有任何页面，请重新导出后上传")
    if count > limits.max_pages:
        raise Refuse("too_many_pages", f"PDF 共 {count} 页，要求不超过 {limits.max_pages} 页")


def _notes(source: pikepdf.Pdf) -> tuple[Finding, ...]:
    """What will be lost, so that a reviewer can be told; a hint, not the protection."""
    notes = []
    kinds = {kind for item in source.objects for kind in _dangers(item)}
    if kinds & {"script"}:
        notes.append(Finding("scripts_removed", "已去除 PDF 中的脚本"))
    if kinds & {"action"}:
        notes.append(Finding("actions_removed", "已去除 PDF 中的链接与自动动作"))
    if kinds & {"attachment"}:
        notes.append(Finding("attachments_removed", "已去除 PDF 中的附件"))
    if "/AcroForm" in source.Root:
        notes.append(Finding("form_flattened", "PDF 表单已转为普通页面"))
    return tuple(notes)


def _dangers(item: pikepdf.Object) -> Iterator[str]:
    for part in _dictionaries(item):
        if "/JS" in part or part.get("/S") == pikepdf.Name.JavaScript:
            yield "script"
        elif "/OpenAction" in part or "/AA" in part or _is_action(part):
            yield "action"
        if "/EF" in part or part.get("/Type") == pikepdf.Name.EmbeddedFile:
            yield "attachment"


def _is_action(part: pikepdf.Object) -> bool:
    kind = part.get("/S")
    return isinstance(kind, pikepdf.Name) and str(kind) in ACTIONS


def _dictionaries(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The dictionaries in `item` and its direct objects; indirect ones come by their own number."""
    waiting = [item]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            yield part
            waiting += [value for value in part.values() if not _indirect(value)]
        elif isinstance(part, pikepdf.Array):
            waiting += [value for value in part if not _indirect(value)]


def _indirect(value: object) -> bool:
    return not isinstance(value, pikepdf.Object) or value.is_indirect


def _rebuilt(source: pikepdf.Pdf) -> bytes:
    """A new file with the pages only; the same bytes for the same upload."""
    source.flatten_annotations("screen")
    with pikepdf.new() as target:
        for page in source.pages:
            for key in set(page.obj.keys()) - PAGE_KEYS:
                del page.obj[key]
            target.pages.append(page)
        for item in target.objects:
            _disarm(item)
        out = io.BytesIO()
        target.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _disarm(item: pikepdf.Object) -> None:
    """Remove what hides below a page's resources: actions, scripts, outside references, PostScript."""
    if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.PS:
        item.write(b"")
    if isinstance(item, pikepdf.Stream) and _is_jpeg(item):
        picture = bare(item.read_raw_bytes())
        if picture is not None:
            how = item.get("/DecodeParms")
            item.write(picture, filter=pikepdf.Name.DCTDecode, decode_parms=how if isinstance(how, READABLE) else None)
    for part in _dictionaries(item):
        unwanted = ACTION_KEYS + STREAM_KEYS if isinstance(part, pikepdf.Stream) else ACTION_KEYS
        for key in unwanted:
            if key in part:
                del part[key]
        if _is_action(part):
            for key in list(part.keys()):
                del part[key]


def _is_jpeg(stream: pikepdf.Stream) -> bool:
    """Stored as a JPEG, and packed in nothing else."""
    packing = stream.get("/Filter")
    if isinstance(packing, pikepdf.Array):
        return len(packing) == 1 and packing[0] == pikepdf.Name.DCTDecode
    return packing == pikepdf.Name.DCTDecode


def _pictures(content: bytes, limits: Limits) -> Iterator[bytes]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    try:
        for index in range(len(document)):
            page = document[index]
            longest = max(*page.get_size(), 1)
            scale = min(limits.page_dpi / POINTS_PER_INCH, limits.page_side / longest)
            drawn = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True).to_pil()
            yield encode(drawn.convert("RGB"), quality=PAGE_QUALITY)
            page.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise _damaged() from error
    finally:
        document.close()
