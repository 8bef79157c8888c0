"""The eighteen-digit number of GB 11643: six digits of origin, birth date, sequence, check digit.

Residence permits for Hong Kong, Macao and Taiwan residents (since 2018) and the foreigner's permanent
residence card of 2023 are built the same way, so they share this rule. The six digits of origin are never
compared with a list of regions: 530114 呈贡, the old 532701 and 511202 are real and missing from most
lists (domain section 4).
"""

from datetime import date

from zhupei.pure.identity.characters import DIGITS, character_fault, length_fault
from zhupei.pure.identity.documents import Facts, Sex
from zhupei.pure.identity.faults import IdentityFault

_LAST = DIGITS | {"X"}
_CHECK_DIGITS = "10X98765432"
OLDEST_YEARS = 150


def check_digit(first17: str) -> str:
    """The eighteenth character by ISO 7064 MOD 11-2: "0" to "9" or "X". ValueError unless given 17 digits."""
    if len(first17) != 17 or not set(first17) <= DIGITS:
        raise ValueError("seventeen ASCII digits expected")
    total = sum(int(digit) * pow(2, 17 - index, 11) for index, digit in enumerate(first17))
    return _CHECK_DIGITS[total % 11]


def birth_date(number: str) -> date | None:
    """The date in digits 7 to 14, or None when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex(number: str) -> Sex:
    """Digit 17: odd for men, even for women."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def age_fault(born: date, name: str, today: date) -> IdentityFault | None:
    """A birth date in the future, or more than 150 years ago."""
    if born > today:
        return IdentityFault("future-date", f"{name}里的出生日期 {born.isoformat()} 还没有到")
    if today.year - born.year > OLDEST_YEARS:
        return IdentityFault("too-old", f"{name}里的出生日期 {born.isoformat()} 距今超过 {OLDEST_YEARS} 年")
    return None


def read_eighteen(number: str, name: str, today: date) -> Facts | IdentityFault:
    """The facts, or the first fault in the order character, length, date, check digit."""
    fault = character_fault(number, name, lambda index: _LAST if index == len(number) - 1 else DIGITS)
    fault = fault or length_fault(number, name, 18)
    if fault:
        return fault
    born = birth_date(number)
    if born is None:
        return IdentityFault("impossible-date", f"{name}第 7 至 14 位“{number[6:14]}”不是真实的日期")
    if fault := age_fault(born, name, today):
        return fault
    if check_digit(number[:17]) != number[17]:
        return IdentityFault("check-digit", f"{name}第 18 位校验不对，请逐位核对")
    return Facts(number, born, sex(number))
