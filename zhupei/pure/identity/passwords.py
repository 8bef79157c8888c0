"""Password rules. Manual: 8 to 16 characters with letters, digits and special characters.

Domain section 4: 8 is the floor and all three kinds are required, up to 64 are allowed, common and
personal ones are refused; staff 12. The pinyin of a name is not looked for. Reasons never repeat a part
of the password.
"""

import re
from datetime import date

from zhupei.pure.identity.characters import is_unreadable
from zhupei.pure.identity.faults import IdentityFault
from zhupei.pure.identity.guessing import pieces

SHORTEST, SHORTEST_FOR_STAFF, LONGEST = 8, 12, 64
FEWEST_PIECES, FEWEST_PIECES_FOR_STAFF = 6, 8
_RUN = 4
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[-./_ 年月日](?=[0-9])")
_DIGIT_RUNS = re.compile("[0-9]+")
_LATIN_WORDS = re.compile(r"[^\W\d_]{3,}")
_HAN_RUNS = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]{2,}")


def password_faults(
    password: str,
    *,
    name: str = "",
    number: str = "",
    birth_date: date | None = None,
    phone: str = "",
    staff: bool = False,
) -> list[IdentityFault]:
    """Everything that is wrong with `password` for this person. Never raises on any text."""
    faults = [*_length_faults(password, staff), *_kind_faults(password)]
    faults += _personal_faults(password, name, number, birth_date, phone)
    fewest = FEWEST_PIECES_FOR_STAFF if staff else FEWEST_PIECES
    if SHORTEST <= len(password) <= LONGEST and pieces(password) < fewest:
        faults.append(IdentityFault("common", "密码太容易被猜到：由常见的词、连续或重复的字符拼成"))
    return faults


def _length_faults(password: str, staff: bool) -> list[IdentityFault]:
    shortest = SHORTEST_FOR_STAFF if staff else SHORTEST
    if len(password) < shortest:
        return [IdentityFault("too-short", f"密码至少 {shortest} 位，现在是 {len(password)} 位")]
    if len(password) > LONGEST:
        return [IdentityFault("too-long", f"密码最多 {LONGEST} 位，现在是 {len(password)} 位")]
    return []


def _kind_faults(password: str) -> list[IdentityFault]:
    """Letters and digits are ASCII ones; a special character is any other that can be seen, or a space."""
    faults = []
    ascii_kinds = [character for character in password if character.isascii() and character.isalnum()]
    if not any(character.isalpha() for character in ascii_kinds):
        faults.append(IdentityFault("no-letter", "密码里没有字母"))
    if not any(character.isdigit() for character in ascii_kinds):
        faults.append(IdentityFault("no-digit", "密码里没有数字"))
    if len(ascii_kinds) == len(password):
        faults.append(IdentityFault("no-special", "密码里没有特殊字符，例如 ! @ # $ %"))
    if any("\uff01" <= character <= "\uff5e" for character in password):
        faults.append(IdentityFault("full-width", "密码里有全角字符，请切换到英文半角后重新输入"))
    if any(is_unreadable(character) for character in password):
        faults.append(IdentityFault("unreadable-character", "密码里有无法识别的字符"))
    return faults


def _personal_faults(password: str, name: str, number: str, birth_date: date | None, phone: str) -> list[IdentityFault]:
    faults = []
    digits = _DIGIT_RUNS.findall(_BETWEEN_DIGITS.sub("", password))
    if _contains_name(password, name):
        faults.append(IdentityFault("contains-name", "密码里不能有自己的姓名"))
    if birth_date and any(form in run for form in _birthday_forms(birth_date) for run in digits):
        faults.append(IdentityFault("contains-birthday", "密码里不能有自己的生日"))
    if _shares_run(digits, number):
        faults.append(IdentityFault("contains-number", f"密码里不能有证件号里连续的 {_RUN} 位数字"))
    if _shares_run(digits, phone):
        faults.append(IdentityFault("contains-phone", f"密码里不能有手机号里连续的 {_RUN} 位数字"))
    return faults


def _contains_name(password: str, name: str) -> bool:
    """The Han parts of the name (两字以上), or a Latin word of it of three letters or more."""
    folded = password.casefold()
    parts = [*_HAN_RUNS.findall(name), *(w for w in _LATIN_WORDS.findall(name) if not _HAN_RUNS.search(w))]
    return any(part.casefold() in folded for part in parts)


def _birthday_forms(born: date) -> set[str]:
    """19900102, 900102, 0102, 1990, 02011990, 01021990, and without leading zeros 199012 and 9012."""
    year, month, day = f"{born.year:04}", f"{born.month:02}", f"{born.day:02}"
    forms = {year + month + day, year[2:] + month + day, month + day, year, day + month + year}
    forms |= {month + day + year, f"{year}{born.month}{born.day}", f"{year[2:]}{born.month}{born.day}"}
    return forms


def _shares_run(digits: list[str], secret: str) -> bool:
    known = "\n".join(_DIGIT_RUNS.findall(secret))
    return any(run[at : at + _RUN] in known for run in digits for at in range(len(run) - _RUN + 1))
