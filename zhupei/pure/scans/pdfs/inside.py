"""Files inside a PDF. A portfolio, or a page with a diploma attached, shows a reviewer only its cover."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from zhupei.pure.scans.results import Refuse
from zhupei.pure.scans.sniff import OFFICE, sniff

HEAD = 1024
MOST_FILES, LONGEST_NAME = 200, 40
DOCUMENTS = (".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".doc", ".docx", ".wps", ".tif", ".tiff", ".bmp")


def refuse_bundles(source: pikepdf.Pdf) -> None:
    """Raises `Refuse` when what is to be seen lies in other files. Data files, as invoices bring them, are none."""
    if "/Collection" in source.Root:
        raise Refuse(
            "portfolio", "这是 PDF 文件包（作品集），真正的材料在包里的文件中；请打开包里的文件，打印为普通 PDF 后上传"
        )
    names = [name for name, file in _files(source) if _is_document(name, file)]
    if names:
        told = "、".join(f"“{name}”" for name in names[:3]) + ("等" if len(names) > 3 else "")
        words = f"PDF 里夹带了文件{told}，审核人员看不到附件；请打开附件，打印为普通 PDF 后上传"
        raise Refuse("documents_inside", words)


def _files(source: pikepdf.Pdf) -> Iterator[tuple[str, Stream]]:
    """Name and content of each embedded file, wherever it is hung up."""
    count = 0
    for item in source.objects:
        parts = item.get("/EF") if isinstance(item, Dictionary) and item.get("/Type") != Name.Font else None
        if not isinstance(parts, Dictionary) or not ("/F" in item or "/UF" in item):
            continue
        content = next((part for part in parts.values() if isinstance(part, Stream)), None)
        if content is not None and count < MOST_FILES:
            count += 1
            yield _printable(item), content


def _printable(file: pikepdf.Object) -> str:
    name = str(file.get("/UF", file.get("/F", "")))
    return "".join(char for char in name if char.isprintable() and char not in "<>“”").strip()[-LONGEST_NAME:] or "附件"


def _is_document(name: str, content: Stream) -> bool:
    head = _head(content)
    return sniff(head) is not None or head.startswith(OFFICE) or name.lower().endswith(DOCUMENTS)


def _head(content: Stream) -> bytes:
    """Its first bytes, however much it would unfold to; nothing where it is packed in an unusual way."""
    packing, raw = content.get("/Filter"), content.read_raw_bytes()
    if isinstance(packing, Array) and len(packing) == 1:
        packing = packing[0]
    if packing is None:
        return raw[:HEAD]
    if packing != Name.FlateDecode:
        return b""
    try:
        return zlib.decompressobj().decompress(raw, HEAD)
    except zlib.error:
        return b""
