"""Chinese on whatever terminal there is."""

import json
import sys
from typing import Any, TextIO


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line; a terminal that cannot write Chinese gets escapes instead of an error."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def say_json(data: Any) -> None:
    """Print one JSON object on one line."""
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    print(json.dumps(data, ensure_ascii=not unicode))
