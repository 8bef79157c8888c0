"""Numbers of a person in a sentence somebody has typed, where others would read them and they would stay for years."""

import re
import unicodedata

# What people put between groups of digits: blanks, dashes and dots, a few of them at most.
_GAP = r"[\s\-._·]{0,3}"
_PHONE = re.compile(rf"(?<!\d)(?:(?:00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_CARD = re.compile(rf"(?<!\d)[1-9](?:{_GAP}\d){{16}}{_GAP}[\dX](?!\d)")


def mentions_number(text: str) -> bool:
    """Whether the 18 digits of a card or a mobile number stand in `text`, however they are written and grouped.

    The shape decides, not the check digit: a number with a slip in it still tells who is meant. Never raises.
    """
    plain = _plain(text)
    return bool(_PHONE.search(plain) or _CARD.search(plain))


def _plain(text: str) -> str:
    """Digits, capitals and dashes in one form each, without the marks that nobody can see."""
    folded = unicodedata.normalize("NFKC", text).replace("×", "X").upper()
    kinds = ((character, unicodedata.category(character)) for character in folded)
    return "".join("-" if kind == "Pd" else character for character, kind in kinds if kind != "Cf")
