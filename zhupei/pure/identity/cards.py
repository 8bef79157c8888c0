"""The three kinds of card whose number carries the birth date."""

from datetime import date

from zhupei.pure.identity.characters import DIGITS, LETTERS, character_fault, length_fault
from zhupei.pure.identity.documents import DocumentType, Facts
from zhupei.pure.identity.eighteen import age_fault, read_eighteen
from zhupei.pure.identity.faults import IdentityFault

HMT_PREFIXES = ("810000", "820000", "830000")


def read_resident_id(number: str, today: date) -> Facts | IdentityFault:
    """Resident ID card, eighteen digits. The fifteen-digit number of before 1999 has its own reason.

    No region is refused. 810000, 820000 and 830000 are no regions: they mark the residence permits
    for Hong Kong, Macao and Taiwan residents, which are another document type.
    """
    name = DocumentType.RESIDENT_ID.number_name
    if len(number) == 15 and set(number) <= DIGITS:
        return IdentityFault("old-15-digits", f"这是 15 位的旧{name}，请填写现在身份证上的 18 位号码")
    facts = read_eighteen(number, name, today)
    if isinstance(facts, Facts) and number.startswith(HMT_PREFIXES):
        return IdentityFault("prefix", f"以 {number[:6]} 开头的是港澳台居民居住证的号码")
    return facts


def read_hmt_residence(number: str, today: date) -> Facts | IdentityFault:
    """Residence permit: 810000 Hong Kong, 820000 Macao, 830000 Taiwan, then as on a resident ID card."""
    name = DocumentType.HMT_RESIDENCE.number_name
    facts = read_eighteen(number, name, today)
    if isinstance(facts, Facts) and not number.startswith(HMT_PREFIXES):
        return IdentityFault("prefix", f"{name}应以 810000（香港）、820000（澳门）或 830000（台湾）开头")
    return facts


def read_foreigner_pr(number: str, today: date) -> Facts | IdentityFault:
    """Foreigner's permanent residence card, in its two forms.

    Since December 2023, eighteen digits: 9, province (2), nationality (ISO 3166 numeric, 3), birth
    date (8), sequence (3, odd for men), MOD 11-2. Source: National Immigration Administration, rules of
    2023, whose specimen is 911124198108030024.
    Before, fifteen characters: nationality (ISO 3166 alpha-3), place (4), birth date YYMMDD, sequence
    (1), check digit. That form does not tell the sex: the specimen CAN110081080310 of the same woman has
    an odd sequence. Its check digit is not compared: no published standard says how it is made.
    """
    name = DocumentType.FOREIGNER_PR.number_name
    if number[:1] not in DIGITS:
        return _read_fifteen(number, name, today)
    facts = read_eighteen(number, name, today)
    if isinstance(facts, Facts) and not number.startswith("9"):
        return IdentityFault("prefix", f"18 位的{name}应以 9 开头")
    return facts


def _read_fifteen(number: str, name: str, today: date) -> Facts | IdentityFault:
    fault = character_fault(number, name, lambda index: LETTERS if index < 3 else DIGITS)
    fault = fault or length_fault(number, name, 15)
    if fault:
        return fault
    days = [_day(century + number[7:9], number[9:13]) for century in ("20", "19")]
    real = [day for day in days if day]
    if not real:
        return IdentityFault("impossible-date", f"{name}第 8 至 13 位“{number[7:13]}”不是真实的日期")
    # Two digits leave the century open; the later day that has come is the younger, likelier person.
    born = next((day for day in real if day <= today), real[-1])
    return age_fault(born, name, today) or Facts(number, born)


def _day(year: str, month_and_day: str) -> date | None:
    try:
        return date(int(year), int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None
