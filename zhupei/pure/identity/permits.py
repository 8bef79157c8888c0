"""The travel permits of Hong Kong, Macao and Taiwan residents: a number for life, and a count of renewals.

The count changes with every renewal while the person stays the same, so it is accepted and dropped: a login,
a designated list and a later cycle find the same person before and after a renewal.
"""

from datetime import date

from zhupei.pure.identity.characters import DIGITS, UNREADABLE, character_fault, length_fault
from zhupei.pure.identity.documents import DocumentType, Facts
from zhupei.pure.identity.faults import IdentityFault

_HK_MACAO = frozenset("HM")
_BRACKETS = str.maketrans("", "", "()")


def read_hk_macao_permit(number: str, today: date) -> Facts | IdentityFault:
    """H (Hong Kong) or M (Macao) and eight digits for life; older cards add two digits counting renewals.

    Source: Ministry of Public Security, rules of 10 March 2010. Canonical: the letter and the eight digits.
    """
    name = DocumentType.HK_MACAO_PERMIT.number_name
    number = number.translate(_BRACKETS)
    if number and number[0] not in _HK_MACAO | {UNREADABLE}:
        return IdentityFault("prefix", f"{name}应以 H（香港）或 M（澳门）开头，现在是“{number[0]}”")
    fault = character_fault(number, name, lambda index: DIGITS if index else _HK_MACAO)
    return fault or length_fault(number, name, 9, 11) or Facts(number[:9])


def read_taiwan_permit(number: str, today: date) -> Facts | IdentityFault:
    """Eight digits for life; older booklets add two digits counting issues, and the office in brackets.

    Source: announcement of 11 September 2008 (one person, one number). Canonical: the eight digits.
    """
    name = DocumentType.TAIWAN_PERMIT.number_name
    if len(number) == 13 and number[10] == "(" and number[12] == ")" and number[11].isalnum():
        number = number[:10]
    fault = character_fault(number, name, lambda index: DIGITS)
    return fault or length_fault(number, name, 8, 10) or Facts(number[:8])
