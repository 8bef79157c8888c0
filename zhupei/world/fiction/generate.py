"""Fictional but well-formed numbers, for the demonstration world and the tests. Nothing random here.

All raise ValueError on parts that do not fit; what they return passes `check`.
"""

from datetime import date

from zhupei.pure.identity.cards import HMT_PREFIXES
from zhupei.pure.identity.characters import DIGITS, LETTERS
from zhupei.pure.identity.eighteen import check_digit


def resident_id(region: str, birth_date: date, sequence: int) -> str:
    """Resident ID card: six digits of region, birth date, sequence 0 to 999 (odd for men)."""
    body = _digits(region, 6) + birth_date.strftime("%Y%m%d").zfill(8) + _serial(sequence, 3)
    return body + check_digit(body)


def hmt_residence(prefix: str, birth_date: date, sequence: int) -> str:
    """Residence permit: `prefix` is 810000, 820000 or 830000."""
    if prefix not in HMT_PREFIXES:
        raise ValueError("prefix 810000, 820000 or 830000 expected")
    return resident_id(prefix, birth_date, sequence)


def foreigner_pr(province: str, nationality: str, birth_date: date, sequence: int) -> str:
    """Permanent residence card of 2023: two digits of province, three of nationality (ISO 3166 numeric)."""
    return resident_id("9" + _digits(province, 2) + _digits(nationality, 3), birth_date, sequence)


def foreigner_pr_2017(nationality: str, place: str, birth_date: date, sequence: int) -> str:
    """The fifteen-character card: nationality (ISO 3166 alpha-3), four digits of place, sequence 0 to 9.

    The last digit follows the weights 7, 3, 1 of machine-readable travel documents, as on the
    official specimen.
    """
    if len(nationality) != 3 or not set(nationality) <= LETTERS:
        raise ValueError("three capital letters expected")
    body = nationality + _digits(place, 4) + birth_date.strftime("%y%m%d") + _serial(sequence, 1)
    values = [int(character, 36) for character in body]
    return body + str(sum(value * (7, 3, 1)[index % 3] for index, value in enumerate(values)) % 10)


def hk_macao_permit(letter: str, serial: int) -> str:
    """H or M and a serial number below 10 ** 8."""
    if letter not in ("H", "M"):
        raise ValueError("H or M expected")
    return letter + _serial(serial, 8)


def taiwan_permit(serial: int) -> str:
    return _serial(serial, 8)


def mobile(serial: int) -> str:
    """A mobile number nobody has: 154 is not assigned to any operator. `serial` is below 10 ** 8."""
    return "154" + _serial(serial, 8)


def _serial(value: int, width: int) -> str:
    if not 0 <= value < 10**width:
        raise ValueError(f"a number of at most {width} digits expected")
    return str(value).zfill(width)


def _digits(text: str, width: int) -> str:
    if len(text) != width or not set(text) <= DIGITS:
        raise ValueError(f"{width} digits expected")
    return text
