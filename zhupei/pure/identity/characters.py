"""Cleaning what people paste (full-width forms, separators, invisible marks), then naming what is left wrong.

Nothing here raises on hostile text: NUL, lone surrogates and unassigned code points become U+FFFD,
which every rule refuses by name.
"""

import unicodedata
from collections.abc import Callable

from zhupei.pure.identity.faults import IdentityFault

UNREADABLE = "\ufffd"
DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SEPARATORS = frozenset("-‐‑‒–—―−﹣_'’‘`")
_UPPER = {ord(letter.lower()): letter for letter in LETTERS}
# Input methods offer the Roman numeral and the multiplication sign where a person wants the letter X.
_LOOKS_LIKE_X = dict.fromkeys(map(ord, "Ⅹⅹ×✕"), "X")


def half_width(text: str) -> str:
    """Full-width ASCII and the ideographic space become plain ASCII; every other character stays."""
    return text.translate(_FULL_WIDTH)


def is_unreadable(character: str) -> bool:
    """Control characters, lone surrogates, private-use and unassigned code points, and U+FFFD itself."""
    return character == UNREADABLE or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"}


def compact(text: str) -> str:
    """Half width, without spaces, hyphens, apostrophes (Excel's text mark) and invisible format marks.

    A copy from Windows often carries U+202D or U+200E before the number; nobody can see or delete those.
    """
    kept = []
    for character in half_width(text):
        if character.isspace() or character in _SEPARATORS or unicodedata.category(character) == "Cf":
            continue
        kept.append(UNREADABLE if is_unreadable(character) else character)
    return "".join(kept)


def normalise(raw: str) -> str:
    """A document or licence number as the rules read it: compact, with capital letters."""
    return compact(raw).translate(_LOOKS_LIKE_X).translate(_UPPER)


def character_fault(number: str, name: str, expects: Callable[[int], frozenset[str]]) -> IdentityFault | None:
    """The first character that is not among `expects(index)`, with its position counted from 1."""
    if not number:
        return IdentityFault("empty", f"请填写{name}")
    for index, character in enumerate(number):
        allowed = expects(index)
        if character in allowed:
            continue
        position = f"{name}第 {index + 1} 位"
        if character == UNREADABLE:
            return IdentityFault("unreadable-character", f"{position}是无法识别的字符，请删除后重新输入")
        if allowed == DIGITS:
            return IdentityFault("not-a-digit", f"{position}应是数字，现在是“{character}”")
        wanted = "字母" if allowed == LETTERS else "数字或 X"
        code = "not-a-letter" if allowed == LETTERS else "not-a-digit"
        return IdentityFault(code, f"{position}应是{wanted}，现在是“{character}”")
    return None


def length_fault(number: str, name: str, *lengths: int) -> IdentityFault | None:
    """Wrong number of characters; says how many are wanted and how many there are."""
    if len(number) in lengths:
        return None
    wanted = "或 ".join(f"{length} 位" for length in lengths)
    return IdentityFault("length", f"{name}应为 {wanted}，现在是 {len(number)} 位")
