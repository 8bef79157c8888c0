"""Names as on the document (domain section 4): up to 50 characters, rare ones and the separator · welcome.

Yunnan has 25 minorities: there is no rule of two to four characters, and a dot typed in any of its many forms
becomes U+00B7. Private codes of older systems become the standard character (`private_use`). Rare Han is never
rewritten by compatibility forms (NFKC); NFC is all that happens to it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from zhupei.pure.identity.characters import half_width, is_unreadable
from zhupei.pure.identity.faults import IdentityFault
from zhupei.pure.identity.private_use import standard, unmapped

if TYPE_CHECKING:
    from opencc import OpenCC

LONGEST = 50
SEPARATOR = "·"

_DOTS = dict.fromkeys(map(ord, "•‧．・･∙⋅●﹒\u0387"), SEPARATOR)
_PLAIN = {ord("‐"): "-", ord("‑"): "-", ord("’"): "'", ord("‘"): "'"}
# Variation selectors choose a drawing of the same character; the others have no width and no meaning.
_DROPPED = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b\u2060\ufeff\u00ad]")
# A copy from a PDF file brings radicals that look exactly like the characters they belong to.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
} | str.maketrans(
    "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳", "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
)
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_ONE_HAN = re.compile(f"[{_HAN}]")
_SPACE_IN_HAN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
_STOP_IN_HAN = re.compile(f"(?<=[{_HAN}])\\.(?=[{_HAN}])")
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
_AROUND_DOT = re.compile(f" *{SEPARATOR}[ {SEPARATOR}]*")
_LATIN_MARKS = frozenset("-'.,")
# Drawings of one character that the traditional-simplified tables leave alone, and the stroke that passes for a dot.
_DRAWINGS = str.maketrans(
    "髙淸靑愼冨徳煕卋﨑尙吿內兪頴逹羙郞鄕増寛恵栄関濶録緑葯衞卽旣昻晳",
    "高清青慎富德熙世崎尚告内俞颖达美郎乡增宽惠荣关阔录绿药卫即既昂晰",
) | {ord("丶"): None}


def normalise_name(raw: str) -> str:
    """The stored form: dots as ·, half width, single spaces, none between Han (张　三 is 张三), NFC."""
    text = _DROPPED.sub("", standard(raw).translate(_DOTS))
    text = unicodedata.normalize("NFC", half_width(text).translate(_RADICALS).translate(_PLAIN))
    text = _BLANKS.sub(" ", text).strip()
    text = _SPACE_IN_HAN.sub("", _STOP_IN_HAN.sub(SEPARATOR, text))
    return _AROUND_DOT.sub(SEPARATOR, text)


def name_key(raw: str) -> str:
    """What two spellings of one name share: letters, whatever their width, case, accents, blanks, dots or drawing.

    Traditional characters and other drawings are the simplified ones. For telling people apart, never for showing:
    阿依·古丽 and 阿依古丽 are one, so are 黄若蘭 and 黄若兰, Li Na and LINA.
    """
    folded = unicodedata.normalize("NFKD", normalise_name(raw)).casefold()
    return "".join(_simplified(letter) for letter in folded.translate(_DRAWINGS) if letter.isalnum())


@cache
def _simplified(character: str) -> str:
    """One by one, so that no neighbour changes what a character becomes."""
    return _converter().convert(character) if _ONE_HAN.match(character) else character


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def check_name(raw: str) -> IdentityFault | None:
    """Why `raw`, once normalised, is no name, or None. Never raises on any text."""
    name = normalise_name(raw)
    if not name:
        return IdentityFault("empty", "请填写姓名")
    if len(name) > LONGEST:
        return IdentityFault("length", f"姓名最多 {LONGEST} 个字，现在是 {len(name)} 个")
    latin = any(_is_latin(character) for character in name)
    for index, character in enumerate(name):
        if fault := _character_fault(character, index + 1, latin):
            return fault
    if not latin and not _ONE_HAN.search(name):
        return IdentityFault("no-letter", "姓名里没有文字")
    if name[0] == SEPARATOR or name[-1] == SEPARATOR:
        return IdentityFault("separator", "间隔号“·”应在姓名中间，不能在开头或结尾")
    return None


def _character_fault(character: str, position: int, latin: bool) -> IdentityFault | None:
    if character == SEPARATOR or _ONE_HAN.match(character) or _is_latin(character):
        return None
    if character == " " or (latin and character in _LATIN_MARKS):
        return None
    where = f"姓名第 {position} 个字"
    category = unicodedata.category(character)
    if category == "Co":
        return IdentityFault("private-use", f"{where}{unmapped(character)}")
    if category == "Cf" or is_unreadable(character):
        return IdentityFault("unreadable-character", f"{where}是看不见或无法识别的字符，请删除后重新输入")
    if category == "Nd":
        return IdentityFault("digit", f"{where}“{character}”是数字，请按证件填写")
    return IdentityFault("symbol", f"{where}“{character}”不能用在姓名里，间隔号请用“·”")


def _is_latin(character: str) -> bool:
    """Latin letters, with accents: the names of foreigners."""
    return unicodedata.category(character) in {"Lu", "Ll"} and unicodedata.name(character, "").startswith("LATIN ")
