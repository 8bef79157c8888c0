"""A cell's text as the rules read it. What is cleaned is counted; what could mean something else is not repaired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from zhupei.pure.identity.characters import half_width
from zhupei.pure.identity.names import normalise_name
from zhupei.pure.sheets.book import NUMBER
from zhupei.pure.sheets.columns import Form

_WHOLE_WITH_ZEROS = re.compile(r"(-?[0-9]+)\.0+")
_LEADING = "'’‘＇"
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")


def cleaned(cell: str, form: Form) -> tuple[str, bool]:
    """The text, and whether it differs from what stood there (a number of Excel's never does)."""
    raw = cell[1:]
    text = _CLEANERS[form](raw)
    return text, bool(raw) and cell[0] != NUMBER and text != raw


def _text(raw: str) -> str:
    text = half_width(_UNSEEN.sub("", raw)).replace("\u00a0", " ")
    return " ".join(text.split()).lstrip(_LEADING).strip()


def _key(raw: str) -> str:
    """`x` is the X of a check digit, full width is half, `.0` is what a number becomes on its way through text."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", raw)).strip().lstrip(_LEADING)
    text = "".join(text.split()).upper().replace("×", "X")
    whole = _WHOLE_WITH_ZEROS.fullmatch(text)
    return whole[1] if whole else text


def _number(raw: str) -> str:
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", raw)).strip().lstrip(_LEADING).strip()
    return text.replace("−", "-")


def _whole(raw: str) -> str:
    text = _number(raw)
    whole = _WHOLE_WITH_ZEROS.fullmatch(text)
    return whole[1] if whole else text


def _name(raw: str) -> str:
    return normalise_name(_UNSEEN.sub("", raw).lstrip(_LEADING))


_CLEANERS: dict[Form, Callable[[str], str]] = {
    Form.KEY: _key,
    Form.NAME: _name,
    Form.TEXT: _text,
    Form.WHOLE: _whole,
    Form.MARK: _number,
    Form.DATE: _number,
}
