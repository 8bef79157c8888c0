"""The gate: what kind of file it is, and whether its package may be opened at all. Runs in the child.

Five kilobytes can kill the reader (one cell in the last column makes it allocate the whole rectangle), so everything is
measured before it sees a byte: sizes here, cells in `prescan`.
"""

from __future__ import annotations

import io
import zipfile
from typing import Literal
from xml.parsers import expat

from zhupei.pure.sheets import limits
from zhupei.pure.sheets.faults import FaultKind, UnreadableSheet, unreadable

Format = Literal["xlsx", "csv"]
SAVE_AS = "请用 Excel 或 WPS 打开，选“文件”→“另存为”，类型选“Excel 工作簿（*.xlsx）”，再上传新的文件"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
CHUNK = 1 << 16
PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF")


def size_refusal(size: int) -> UnreadableSheet | None:
    """Asked before anything else, of the size alone."""
    if size == 0:
        return unreadable(FaultKind.NOT_A_WORKBOOK, "文件是空的（0 字节）", "重新另存为 .xlsx 后上传")
    if size > limits.MOST_BYTES:
        what = f"文件有 {size / limits.MEGABYTE:.1f} MB，最大 {limits.MOST_BYTES // limits.MEGABYTE} MB"
        return unreadable(FaultKind.TOO_LARGE, what, "删去图片和不用的工作表，只留要导入的表")
    return None


def format_of(data: bytes) -> Format:
    """By its first bytes; the name decides nothing. Raises `UnreadableSheet`."""
    if refused := size_refusal(len(data)):
        raise refused
    if data.startswith(OLE):
        if LOCKED in data:
            raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件有打开密码", "去掉打开密码，另存为 .xlsx 后上传", "加密")
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "这是旧格式（.xls 或 WPS 的 .et）", SAVE_AS, ".xls / .et")
    if data.startswith(ZIP):
        return "xlsx"
    if data.startswith(PICTURES) or b"\x00" in data[:4096]:
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "这不是表格文件", SAVE_AS)
    return "csv"


def opened(data: bytes) -> zipfile.ZipFile:
    """The package of an .xlsx, measured by what it really unpacks to. Raises `UnreadableSheet`."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
        if len(parts) > limits.MOST_PARTS:
            raise _too_large(f"文件里有 {len(parts)} 个部件")
        declared = sum(part.file_size for part in parts)
        _measured(declared, len(data))
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names:
            raise _not_xlsx(names)
        total = 0
        for part in parts:
            total += _walked(package, part)
            _measured(total, len(data))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件已损坏，打不开", SAVE_AS) from error
    return package


def _measured(unzipped: int, size: int) -> None:
    if unzipped > limits.MOST_UNZIPPED:
        raise _too_large(f"文件展开后超过 {limits.MOST_UNZIPPED // limits.MEGABYTE} MB")
    if unzipped > limits.RATIO_COUNTS_ABOVE and unzipped > limits.MOST_RATIO * size:
        raise _too_large(f"文件展开后是原来的 {limits.MOST_RATIO} 倍以上")


def _too_large(what: str) -> UnreadableSheet:
    return unreadable(FaultKind.TOO_LARGE, what, "把要导入的行复制到新建的工作簿里，保存后上传")


def _not_xlsx(names: set[str]) -> UnreadableSheet:
    kinds = {"xl/workbook.bin": ".xlsb", "content.xml": ".ods", "word/document.xml": ".docx"}
    found = next((ending for name, ending in kinds.items() if name in names), "")
    return unreadable(
        FaultKind.NOT_A_WORKBOOK, f"这不是 .xlsx 工作簿{f'，是 {found}' if found else ''}", SAVE_AS, found
    )


def _walked(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The bytes that a part really has. The beginning of XML is parsed: a document type is not let in."""
    if part.flag_bits & 1:
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件有打开密码", "去掉打开密码，另存为 .xlsx 后上传", "加密")
    size = 0
    prolog = _Prolog() if part.filename.endswith((".xml", ".rels", ".vml")) else None
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if prolog is not None and not prolog.over:
                prolog.feed(chunk)
            if size > limits.MOST_UNZIPPED:
                raise _too_large(f"文件展开后超过 {limits.MOST_UNZIPPED // limits.MEGABYTE} MB")
    return size


class _Prolog:
    """Reads up to the first element, which a document type would have to precede."""

    def __init__(self) -> None:
        self.over = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._element

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk, False)
        except _Begun:
            self.over = True
        except expat.ExpatError as error:
            raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件已损坏，打不开", SAVE_AS) from error

    def _doctype(self, *_: object) -> None:
        raise unreadable(FaultKind.NOT_A_WORKBOOK, "文件里有不允许的内容（DTD）", SAVE_AS)

    def _element(self, *_: object) -> None:
        raise _Begun


class _Begun(Exception):
    """The first element has come."""
