"""Bytes of a JSON file → Python values, refusing what two readers could understand differently."""

import codecs
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jiter

from zhupei.pure.allocation.files.faults import Faults, FaultyFile, FileFault, Place, shown

LARGEST_BYTES = 2 * 1024**3
DEEPEST = 50
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@contextmanager
def collector_off() -> Iterator[None]:
    """Millions of values that all stay: looking for garbage among them again and again doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def content(file: Path) -> bytes:
    """Raises FaultyFile: unreadable or too large."""
    try:
        size = file.stat().st_size
        if size > LARGEST_BYTES:
            raise _alone(f"{file} has {size:,} bytes; at most {LARGEST_BYTES:,} are read")
        return file.read_bytes()
    except OSError as error:
        raise _alone(f"{file} cannot be read: {error.strerror or error}") from None


def parse(data: bytes, faults: Faults) -> Any:
    """The value; keys that stand twice are noted in `faults`. NaN and Infinity pass as floats so that they are reported
    where they stand. Raises FaultyFile: truncated, not JSON."""
    if data.startswith(_MARKS):
        raise _alone(
            "the file begins with a byte order mark, as Windows Notepad writes it: save it as UTF-8 without one"
        )
    try:
        return jiter.from_json(data, allow_inf_nan=True, catch_duplicate_keys=True)
    except ValueError as error:
        message = str(error)
    if "uplicate key" in message:
        return _repeated(data, message, faults)
    if "EOF" in message:
        raise _alone(f"the file is truncated, it ends in the middle: {message}")
    raise _alone(f"not JSON: {message}")


def _alone(message: str) -> FaultyFile:
    return FaultyFile([FileFault("$", message)])


class _Repeating(dict[str, Any]):
    """An object in which keys stand more than once."""

    repeated: list[str]


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    marked = _Repeating(plain)
    seen: set[str] = set()
    marked.repeated = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    return marked


def _repeated(data: bytes, message: str, faults: Faults) -> Any:
    """Slowly: the value, and each key that stands twice with its path."""
    try:
        value = json.loads(data, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        raise _alone(message) from None
    _collect(value, (), faults)
    return value


def _collect(value: Any, place: Place, faults: Faults) -> None:
    if len(place) > DEEPEST:
        return
    if isinstance(value, _Repeating):
        for key in value.repeated:
            faults.add((*place, key), f"duplicate key {shown(key)}: it stands more than once in the same object")
    if isinstance(value, dict):
        for key, inner in value.items():
            _collect(inner, (*place, key), faults)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _collect(inner, (*place, number), faults)
