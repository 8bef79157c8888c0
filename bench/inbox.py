"""The demonstration's SMS file, read as it grows."""

import json
import re
import threading
import time
from pathlib import Path

_CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
PAUSE = 0.02


class Inbox:
    """The latest code per phone. Each code is handed out once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read, self._rest = 0, b""
        self._codes: dict[str, str] = {}
        self._lock = threading.Lock()

    def code(self, phone: str, patience: float) -> str:
        """The code that has come for this phone; raises TimeoutError after `patience` seconds."""
        deadline = time.monotonic() + patience
        while True:
            with self._lock:
                self._look()
                if (code := self._codes.pop(phone, None)) is not None:
                    return code
            if time.monotonic() > deadline:
                raise TimeoutError(f"no SMS within {patience:.0f} s")
            time.sleep(PAUSE)

    def _look(self) -> None:
        if not self.path.exists():
            return
        with self.path.open("rb") as inbox:
            inbox.seek(self._read)
            new = inbox.read()
        self._read += len(new)
        *lines, self._rest = (self._rest + new).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if found := _CODE.search(message["body"]):
                self._codes[message["phone"]] = found[1]
