"""PDF uploads: nothing survives but pages.

Layers are settled, visible annotations (stamps, filled form fields) are drawn into the page, then a new file is built
from an allowlist of page keys, so that scripts, actions, attachments, forms, outlines and metadata of the old one are
left behind rather than hunted down. The pictures of the pages are drawn from the clean file: what a reviewer sees on
the screen and in a download is the same.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
import pypdfium2
from pikepdf import Dictionary
from PIL import Image

from zhupei.pure.scans.images import thumbnail
from zhupei.pure.scans.pdfs import drawing, fonts, layers, notes
from zhupei.pure.scans.pdfs.disarm import Danger, dangers, disarm
from zhupei.pure.scans.pdfs.inside import refuse_bundles
from zhupei.pure.scans.results import IntakeFinding, Refuse, UploadLimits

PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
)
REMOVED: dict[Danger, IntakeFinding] = {
    "script": IntakeFinding("scripts_removed", "已去除 PDF 中的脚本"),
    "action": IntakeFinding("actions_removed", "已去除 PDF 中的链接与自动动作"),
    "attachment": IntakeFinding("attachments_removed", "已去除 PDF 中的附件"),
}
BROKEN = (
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    pypdfium2.PdfiumError,
    ValueError,
    TypeError,
    KeyError,
    RuntimeError,
)
fonts.use_our_own()


@dataclass(frozen=True)
class PdfFile:
    """A clean PDF and the pictures of its pages, upright, as JPEG."""

    content: bytes
    pages: tuple[bytes, ...]
    findings: tuple[IntakeFinding, ...]

    def first_page(self, side: int) -> tuple[int, int, bytes]:
        """Width and height of the first page's picture, and a thumbnail of it."""
        with Image.open(io.BytesIO(self.pages[0]), formats=("JPEG",)) as picture:
            return picture.width, picture.height, thumbnail(picture, side)


def clean(data: bytes, limits: UploadLimits, alive: Callable[[], None] = lambda: None) -> PdfFile:
    """Sanitise and draw. Raises `Refuse` for encrypted, damaged, empty and too long files, forms that draw themselves
    (XFA), and files that only wrap other files. `alive` is called now and then.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as source:
            _check(source, limits)
            content, findings = _rebuilt(source)
        alive()
        return PdfFile(content, tuple(drawing.pictures(content, limits, alive)), findings)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except BROKEN as error:
        raise _damaged() from error


def _encrypted() -> Refuse:
    return Refuse("encrypted", "PDF 设有密码或权限限制，请取消后重新导出，或改传照片")


def _damaged() -> Refuse:
    return Refuse("damaged", "PDF 不完整或已损坏，无法打开，请重新导出后上传")


def _check(source: pikepdf.Pdf, limits: UploadLimits) -> None:
    if source.is_encrypted:
        raise _encrypted()
    form = source.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        raise Refuse("dynamic_form", "PDF 是动态表单，请用“打印为 PDF”另存后上传")
    refuse_bundles(source)
    count = len(source.pages)
    if count == 0:
        raise Refuse("no_pages", "PDF 没有任何页面，请重新导出后上传")
    if count > limits.max_pages:
        raise Refuse("too_many_pages", f"PDF 共 {count} 页，要求不超过 {limits.max_pages} 页")


def _rebuilt(source: pikepdf.Pdf) -> tuple[bytes, tuple[IntakeFinding, ...]]:
    """A new file with the pages only, the same bytes for the same upload; and what was taken away or is not shown."""
    found = _around_the_pages(source)
    told = layers.settle(source)
    acting, noticed = notes.prepare(source)
    found |= acting
    drawn = notes.flat(source)
    with pikepdf.new() as target:
        for page in drawn.pages:
            found |= set(dangers(page.obj.get("/AA")))
            for key in set(page.obj.keys()) - PAGE_KEYS:
                del page.obj[key]
            target.pages.append(page)
        layers.carry(drawn, target)
        for page in target.pages:
            found |= disarm(page.obj)
        told += noticed + fonts.notes(target)
        out = io.BytesIO()
        target.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue(), tuple(note for danger, note in REMOVED.items() if danger in found) + told


def _around_the_pages(source: pikepdf.Pdf) -> set[Danger]:
    """What the file itself would do or bring along."""
    root = source.Root
    names = root.get("/Names")
    named = names if isinstance(names, Dictionary) else Dictionary()
    found = {each for key in ("/OpenAction", "/AA") for each in dangers(root.get(key))}
    found |= set(dangers(named.get("/JavaScript"))) | ({"script"} if "/JavaScript" in named else set())
    return found | ({"attachment"} if "/EmbeddedFiles" in named or "/AF" in root else set())
