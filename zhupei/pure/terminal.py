"""Chinese on whatever terminal there is."""

import json
import sys
from typing import Any, TextIO


def printable(text: str) -> str:
    """With escapes for what would move the cursor, end the line or not be seen: nothing in a file forges the screen."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def say(text: str, stream: TextIO | None = None) -> None:
    """Print one line, `printable`; a terminal that cannot write Chinese gets escapes instead of an error."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    print(printable(text).encode(encoding, "backslashreplace").decode(encoding), file=stream)


def say_json(data: Any) -> None:
    """Print one JSON object on one line."""
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    print(json.dumps(data, ensure_ascii=not unicode))
