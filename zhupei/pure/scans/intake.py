"""The one door for uploaded files: bytes from a stranger in, a clean re-encoded file or a refusal out.

Meant to run inside the child process of `child.Decoder`, which adds the memory and time limits. The decoders
are imported on first use so that a process that only asks for limits and answers does not load them. Sources:
domain section 5 (formats, limits), imaging.md "Safety and cost", quality.md "Bad input".
"""

from __future__ import annotations

from collections.abc import Callable

from zhupei.pure.scans.results import Accepted, IntakeFinding, Kind, Refuse, Rejected, UploadLimits, bytes_in_words
from zhupei.pure.scans.sniff import Format, declared_format, describe, safe_name, sniff

FORMATS: dict[Kind, tuple[Format, ...]] = {
    "portrait": ("jpeg", "png", "heic"),
    "image": ("jpeg", "png", "heic"),
    "document": ("pdf", "jpeg", "png", "heic"),
}
FORMATS_IN_WORDS: dict[Kind, str] = {
    "portrait": "jpg、png、heic",
    "image": "jpg、png、heic",
    "document": "pdf、jpg、png、heic",
}


def accept(
    data: bytes, *, declared_name: str, limits: UploadLimits, kind: Kind, alive: Callable[[], None] = lambda: None
) -> Accepted | Rejected:
    """Take in one uploaded file. `alive` is called when a part of a long work is done.

    Type and size are judged on the upload itself, pixels on its header before anything is decoded. The answer
    is the same for the same bytes. `MemoryError` is let through: the child process answers for it.
    """
    try:
        return _accept(data, declared_name, limits, kind, alive)
    except Refuse as refusal:
        return refusal.answer


def _accept(data: bytes, declared_name: str, limits: UploadLimits, kind: Kind, alive: Callable[[], None]) -> Accepted:
    source = _known_format(data, kind)
    _check_size(data, limits, source)
    notes = _renamed(declared_name, source)
    if source == "pdf":
        from zhupei.pure.scans import pdfs

        document = pdfs.clean(data, limits, alive)
        width, height, thumbnail = document.first_page(limits.thumbnail_side)
        return Accepted(
            content=document.content,
            media_type="application/pdf",
            name=safe_name(declared_name, "pdf"),
            width=width,
            height=height,
            thumbnail=thumbnail,
            pages=document.pages,
            findings=notes + document.findings,
        )
    from zhupei.pure.scans import images

    picture = images.clean(data, source, limits)
    return Accepted(
        content=picture.content,
        media_type="image/jpeg",
        name=safe_name(declared_name, "jpg"),
        width=picture.width,
        height=picture.height,
        thumbnail=picture.thumbnail,
        findings=notes + picture.findings,
    )


def _known_format(data: bytes, kind: Kind) -> Format:
    if not data:
        raise Refuse("empty", "文件是空的（0 字节），请重新选择文件")
    source = sniff(data)
    if source is None:
        raise Refuse("type", f"文件内容是{describe(data)}，仅支持 {FORMATS_IN_WORDS[kind]} 格式")
    if source not in FORMATS[kind]:
        raise Refuse("type", f"文件内容是 {source} 格式，仅支持 {FORMATS_IN_WORDS[kind]} 格式")
    return source


def _check_size(data: bytes, limits: UploadLimits, source: Format) -> None:
    """A HEIC photograph is converted, so only the upper limit applies to the file that was sent."""
    size = len(data)
    if size > limits.max_bytes:
        raise Refuse("too_big", f"文件 {bytes_in_words(size)}，要求不超过 {bytes_in_words(limits.max_bytes)}")
    if size < limits.min_bytes and source != "heic":
        raise Refuse("too_small", f"文件 {bytes_in_words(size)}，要求不小于 {bytes_in_words(limits.min_bytes)}")


def _renamed(declared_name: str, source: Format) -> tuple[IntakeFinding, ...]:
    claimed = declared_format(declared_name)
    if claimed == source:
        return ()
    return (IntakeFinding("renamed", f"文件名的后缀与内容不符，内容是 {source} 格式"),)
