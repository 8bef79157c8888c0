"""What a file is by its first bytes, and a harmless name for it. The declared name decides nothing."""

from __future__ import annotations

import unicodedata
from typing import Literal

Format = Literal["pdf", "jpeg", "png", "heic"]

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
EXTENSIONS: dict[str, Format] = {
    "pdf": "pdf",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "heic": "heic",
    "heif": "heic",
}
OTHER_TYPES = (
    (b"GIF8", "GIF 图片"),
    (b"RIFF", "WebP 图片或音视频"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"PK\x03\x04", "压缩包或 Office 文档"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\xd0\xcf\x11\xe0", "Office 文档"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"#!", "脚本文件"),
    (b"<", "网页或 SVG 文件"),
)
# Word and its like, packed or old.
OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
LONGEST_NAME = 80


def sniff(data: bytes) -> Format | None:
    """The format by magic bytes, or None when it is none of the accepted ones."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return "heic"
    if data[:16].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return "pdf"
    return None


def describe(data: bytes) -> str:
    """What an unaccepted file seems to be, in the words of the person who sent it."""
    return next((words for magic, words in OTHER_TYPES if data.startswith(magic)), "无法识别的文件")


def declared_format(name: str) -> Format | None:
    """The format the file name claims, or None when the ending is none of ours."""
    return EXTENSIONS.get(name.rpartition(".")[2].strip().lower()) if "." in name else None


def safe_name(declared: str, extension: str) -> str:
    """A name to show and to offer for download: no folder, no control, bidi or shell character, right ending.

    At most 80 characters before the ending; an empty rest becomes 文件.
    """
    base = declared.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = base.rpartition(".")
    if not dot or ending.strip().lower() not in EXTENSIONS:
        stem = base
    kept = "".join(c for c in unicodedata.normalize("NFC", stem) if _printable(c))
    kept = " ".join(kept.split()).strip(". ")[:LONGEST_NAME].rstrip(". ")
    return f"{kept or '文件'}.{extension}"


def _printable(char: str) -> bool:
    return unicodedata.category(char)[0] not in "C" and char not in "<>:\"/\\|?*%;$`&'"
