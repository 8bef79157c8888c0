"""`SheetReader`: files read and marked in a child process, one at a time. The only door for a stranger's workbook."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec

from zhupei.pure.child.parent import MEGABYTE, Child, Crashed, TooLong, TooMuchMemory
from zhupei.pure.sheets import gate
from zhupei.pure.sheets.book import Book, unpacked
from zhupei.pure.sheets.faults import FaultKind, SheetFault, UnreadableSheet, unreadable

WORKER = "zhupei.pure.sheets.worker"
SMALLER = "把要导入的行复制到新建的工作簿里，保存后上传"


class SheetReader(Child):
    """`memory` in bytes, `seconds` of processor time for one file; sheets.md, "The gate"."""

    def __init__(self, *, memory: int = 700 * MEGABYTE, seconds: float = 30.0, start_seconds: float = 60.0) -> None:
        super().__init__(WORKER, memory=memory, seconds=seconds, start_seconds=start_seconds, recycle_after=200)

    def read(self, data: bytes, sheet: str = "") -> Book:
        """One sheet, or the only one with data. Raises `UnreadableSheet`, also when the child did not survive it."""
        if refused := gate.size_refusal(len(data)):
            raise refused
        blob = self._asked({"operation": "read", "sheet": sheet}, data)
        try:
            return unpacked(blob)
        except msgspec.MsgspecError as error:
            raise _crashed() from error

    def marked(self, data: bytes, sheet: str, faults: Iterable[SheetFault]) -> bytes:
        """The same workbook with the faults marked. Raises `UnreadableSheet`."""
        listed = json.dumps([each.kept() for each in faults]).encode()
        return self._asked({"operation": "mark", "sheet": sheet}, data, listed)

    def _asked(self, request: dict[str, str], *blobs: bytes) -> bytes:
        try:
            header, parts = self.ask(request, *blobs)
        except TooLong as late:
            what = "读这个文件用的时间太长"
            raise unreadable(FaultKind.TOO_LARGE, what, SMALLER) from late
        except TooMuchMemory as error:
            raise unreadable(FaultKind.TOO_LARGE, "读这个文件占用内存过大", SMALLER) from error
        except Crashed as error:
            raise _crashed() from error
        try:
            if header["read"] is True:
                return parts[0]
            fault, sheets = json.loads(parts[0])
            refused = UnreadableSheet(SheetFault.from_kept(fault), tuple(map(str, sheets)))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise _crashed() from error
        raise refused


def _crashed() -> UnreadableSheet:
    return unreadable(FaultKind.NOT_A_WORKBOOK, "文件打不开，读它的程序没有读完", gate.SAVE_AS)
