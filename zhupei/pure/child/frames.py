"""The messages between a worker and its decoding child: a JSON header and byte blobs, each with its length.

No pickle: a child that has been taken over can send wrong values, never code. Layout of a frame, big-endian:
4 bytes length of the header, the header, then the blobs whose lengths the header lists under `blobs`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from typing import Any

LENGTH = struct.Struct(">I")
LARGEST_HEADER = 64 * 1024
LARGEST_BODY = 256 * 1024 * 1024
MOST_BLOBS = 256

Read = Callable[[int], bytes]


class BadFrame(Exception):
    """The other side broke the protocol."""


def pack(header: dict[str, Any], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """The pieces of one frame, to be written one after the other."""
    full = {**header, "blobs": [len(blob) for blob in blobs]}
    text = json.dumps(full, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return [LENGTH.pack(len(text)) + text, *blobs]


def unpack(read: Read) -> tuple[dict[str, Any], list[bytes]]:
    """Read one frame; `read(n)` returns exactly n bytes or raises. Raises `BadFrame`."""
    (size,) = LENGTH.unpack(read(LENGTH.size))
    if size > LARGEST_HEADER:
        raise BadFrame("header too long")
    try:
        header = json.loads(read(size))
        lengths = header.pop("blobs")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFrame("header is not what was agreed") from error
    if not isinstance(lengths, list) or len(lengths) > MOST_BLOBS:
        raise BadFrame("list of blobs is not what was agreed")
    if any(type(length) is not int or length < 0 for length in lengths) or sum(lengths) > LARGEST_BODY:
        raise BadFrame("blobs are too long")
    return header, [read(length) for length in lengths]
