"""Mobile numbers of mainland China: eleven digits beginning 13 to 19. The SMS gateway proves the rest."""

import re

from zhupei.pure.identity.characters import DIGITS, character_fault, compact, length_fault
from zhupei.pure.identity.faults import IdentityFault

_DECORATION = str.maketrans("", "", "().·")
_COUNTRY = re.compile(r"^(?:(?:\+|00)86|86(?=1[0-9]{10}$))")


def normalise_phone(raw: str) -> str:
    """Without spaces, hyphens, brackets, full-width forms and the country code (+86, 0086, 86)."""
    return _COUNTRY.sub("", compact(raw).translate(_DECORATION))


def check_phone(raw: str) -> IdentityFault | None:
    """Why `raw` is not a mainland mobile number, or None."""
    number, name = normalise_phone(raw), "手机号"
    if number.startswith(("+", "00")) and not number.startswith(("+86", "0086")):
        return IdentityFault("abroad", "请填写中国内地的 11 位手机号，其他地区的号码收不到验证码")
    if fault := character_fault(number, name, lambda index: DIGITS):
        return fault
    if fault := length_fault(number, name, 11):
        return fault
    if number[0] != "1" or number[1] not in "3456789":
        return IdentityFault("prefix", f"{name}应以 13 至 19 开头，现在是“{number[:2]}”")
    return None


def grouped_phone(number: str) -> str:
    """`138 0000 1234`, as people read it out."""
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def mask_phone(number: str) -> str:
    """`138****0000`. Anything that is not eleven characters keeps its last two at most."""
    if len(number) == 11:
        return f"{number[:3]}****{number[7:]}"
    kept = 2 if len(number) > 4 else 0
    return "*" * (len(number) - kept) + number[len(number) - kept :]
