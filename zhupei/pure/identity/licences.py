"""Certificate numbers of physicians (domain section 5.4). Form decides; what is odd goes to the reviewer."""

from dataclasses import dataclass
from datetime import date

from zhupei.pure.identity.characters import DIGITS, character_fault, length_fault, normalise
from zhupei.pure.identity.faults import IdentityFault
from zhupei.pure.identity.today import beijing_today

_FIRST_YEAR = 1949


@dataclass(frozen=True, slots=True)
class LicenceCheck:
    """`fault` refuses the number; `warnings` are shown to the applicant and to the reviewer, who decides."""

    number: str
    fault: IdentityFault | None
    warnings: tuple[IdentityFault, ...] = ()

    @property
    def valid(self) -> bool:
        return self.fault is None


def check_qualification(number: str, holder_number: str, *, today: date | None = None) -> LicenceCheck:
    """Qualification certificate 医师资格证书: 24 or 27 digits, the last of the 27 may be X.

    Year (4), province (2), level (1), category (2), then the holder's ID number of 15 or 18 digits. The
    warning `holder-mismatch` says that it is not the number of the account, `year` that the year is
    impossible. The number of a travel permit has nothing to be compared with: no warning.
    """
    today = today or beijing_today()
    number, name = normalise(number), "医师资格证书编码"
    last = DIGITS | {"X"}
    fault = character_fault(number, name, lambda index: last if index == 26 else DIGITS)
    fault = fault or length_fault(number, name, 24, 27)
    if fault:
        return LicenceCheck(number, fault)
    warnings = []
    if not _FIRST_YEAR <= int(number[:4]) <= today.year:
        warnings.append(IdentityFault("year", f"{name}前 4 位“{number[:4]}”应是取得资格的年份，请核对"))
    holder = normalise(holder_number)
    if len(holder) == 18 and number[9:] not in (holder, _fifteen(holder)):
        warnings.append(
            IdentityFault("holder-mismatch", f"{name}第 10 位起应是本人身份证号，与账号的证件号不一致，请核对")
        )
    return LicenceCheck(number, None, tuple(warnings))


def check_practising(number: str) -> LicenceCheck:
    """Practising certificate 医师执业证书: 15 digits; what they stand for is not checked."""
    number, name = normalise(number), "医师执业证书编码"
    fault = character_fault(number, name, lambda index: DIGITS) or length_fault(number, name, 15)
    return LicenceCheck(number, fault)


def _fifteen(holder: str) -> str:
    """The fifteen-digit number that the holder of an eighteen-digit one had before 1999."""
    return holder[:6] + holder[8:17]
