"""The one typeface of everything printed or drawn: Noto Sans CJK SC from PyPI, and what it cannot write.

It covers the basic block and extension A but for 26 characters (䶮 U+4DAE is there) and about 2,300
characters outside the BMP (𠮷 U+20BB7 is there, 𡒄 U+21484 is not). It comes in one weight: bold type is
drawn with a thin stroke. `uncovered` names what is missing, so that a page can ask for handwriting instead of
printing an empty box.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from noto_cjk_sans_otc import FONT_PATH

FONT_FILE = Path(str(FONT_PATH))
FACE_INDEX = 2
FULL_UNICODE = 12


def uncovered(text: str) -> tuple[str, ...]:
    """The characters of `text` the font has no glyph for, in order, each once."""
    starts, ends = _coverage()
    missing: dict[str, None] = {}
    for char in text:
        place = bisect_right(starts, ord(char)) - 1
        if (place < 0 or ord(char) > ends[place]) and char != "\n":
            missing[char] = None
    return tuple(missing)


@lru_cache(maxsize=1)
def _coverage() -> tuple[list[int], list[int]]:
    """First and last code points of the ranges in the font's character map (OpenType `cmap`, format 12)."""
    with FONT_FILE.open("rb") as font:
        face = struct.unpack(">I", _at(font, 12 + 4 * FACE_INDEX, 4))[0]
        (tables,) = struct.unpack(">H", _at(font, face + 4, 2))
        for entry in range(tables):
            tag, _, start, _ = struct.unpack(">4sIII", _at(font, face + 12 + 16 * entry, 16))
            if tag == b"cmap":
                return _ranges(font, start)
    raise ValueError(f"{FONT_FILE.name} has no character map")


def _ranges(font: BinaryIO, cmap: int) -> tuple[list[int], list[int]]:
    (count,) = struct.unpack(">H", _at(font, cmap + 2, 2))
    for entry in range(count):
        (offset,) = struct.unpack(">I", _at(font, cmap + 8 + 8 * entry, 4))
        (kind,) = struct.unpack(">H", _at(font, cmap + offset, 2))
        if kind == FULL_UNICODE:
            (groups,) = struct.unpack(">I", _at(font, cmap + offset + 12, 4))
            numbers = struct.unpack(f">{groups * 3}I", _at(font, cmap + offset + 16, groups * 12))
            return list(numbers[0::3]), list(numbers[1::3])
    raise ValueError("the character map has no full Unicode table")


def _at(font: BinaryIO, position: int, length: int) -> bytes:
    font.seek(position)
    return font.read(length)
