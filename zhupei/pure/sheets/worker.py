"""The child process that reads strangers' workbooks: `python -m zhupei.pure.sheets.worker` (`pure.child.confined`)."""

from __future__ import annotations

import json
from typing import Any

from zhupei.pure.child import confined
from zhupei.pure.child.confined import Alive
from zhupei.pure.child.parent import Answer
from zhupei.pure.sheets.book import packed
from zhupei.pure.sheets.faults import SheetFault, UnreadableSheet


def main() -> None:
    confined.serve(_handle, _preload)


def _handle(header: dict[str, Any], blobs: list[bytes], alive: Alive) -> Answer:
    from zhupei.pure.sheets import reader

    try:
        if header["operation"] == "mark":
            from zhupei.pure.sheets import marking

            faults = [SheetFault.from_kept(each) for each in json.loads(blobs[1])]
            return {"read": True}, [marking.marked(blobs[0], header["sheet"], faults)]
        return {"read": True}, [packed(reader.read(blobs[0], header["sheet"]))]
    except UnreadableSheet as refused:
        return {"read": False}, [json.dumps([refused.fault.kept(), list(refused.sheets)]).encode()]


def _preload() -> None:
    import python_calamine  # noqa: F401


if __name__ == "__main__":
    main()
