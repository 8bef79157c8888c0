"""A JPEG without what is not picture: camera, place and comments, and whatever follows its end.

Nothing is decoded, so the picture stays the same to the bit. For pictures inside PDF files; uploaded pictures are
written anew (`images`).
"""

from __future__ import annotations

START, END, SCAN = 0xD8, 0xD9, 0xDA
# JFIF and Adobe's note of the colours, which readers need; every other APPn, and comments, go.
KEPT_NOTES = frozenset({0xE0, 0xEE})
NOTES = frozenset({*range(0xE0, 0xF0), 0xFE})
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def bare(data: bytes) -> bytes | None:
    """The JPEG without notes and without anything behind its end; None when it is no whole JPEG."""
    if data[:2] != bytes((0xFF, START)):
        return None
    out, place = bytearray(data[:2]), 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == END:
            return bytes(out + data[place : place + 2])
        stop = place + 2 if marker in ALONE else place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == SCAN:
            stop = _end_of_scan(data, stop)
        if marker not in NOTES or marker in KEPT_NOTES:
            out += data[place:stop]
        place = stop
    if data[place : place + 2] == bytes((0xFF, END)):
        return bytes(out + data[place : place + 2])
    return None


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker stands that is neither a stuffed FF nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        if data[place + 1] != 0 and data[place + 1] not in ALONE:
            return place
        place += 2
