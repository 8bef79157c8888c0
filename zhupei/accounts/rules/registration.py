"""What is asked of an account: number, name, telephone, password, consents (domain section 4)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from zhupei.accounts.models import ConsentText, User
from zhupei.kernel.refusals import Refusal
from zhupei.pure import dates
from zhupei.pure.identity import DocumentType, check, check_name, check_phone, password_faults

REGISTRATION_CONSENTS = ("privacy",)


def day(at: datetime) -> date:
    """The calendar day on which numbers and birthdays are judged."""
    return dates.local_day(at)


def document(kind: str, number: str, allowed_types: Iterable[str], today: date) -> Refusal | None:
    if kind not in set(allowed_types) & set(DocumentType):
        return Refusal("document:type", "本年度招录不接受这种证件，请另选。", field="document_type")
    found = check(DocumentType(kind), number, today=today)
    if not found.valid:
        return Refusal(f"document:{found.code}", f"{found.reason}。", field="number")
    return None


def name(text: str) -> Refusal | None:
    fault = check_name(text)
    return None if fault is None else Refusal(f"name:{fault.code}", f"{fault.reason}。", field="name")


def phone(text: str) -> Refusal | None:
    fault = check_phone(text)
    return None if fault is None else Refusal(f"phone:{fault.code}", f"{fault.reason}。", field="phone")


def password(
    text: str, *, name: str = "", number: str = "", birth_date: date | None = None, phone: str = "", staff: bool = False
) -> Refusal | None:
    """All reasons in one message; the code is that of the first."""
    faults = password_faults(text, name=name, number=number, birth_date=birth_date, phone=phone, staff=staff)
    if not faults:
        return None
    return Refusal(f"password:{faults[0].code}", "；".join(fault.reason for fault in faults) + "。", field="password")


def password_of(text: str, user: User, today: date) -> Refusal | None:
    """The password rule with what the account says about the person."""
    number = user.document_number.plain()
    born = check(DocumentType(user.document_type), number, today=today).birth_date if user.document_type else None
    return password(
        text,
        name=user.name,
        number=number,
        birth_date=born,
        phone=user.phone.plain(),
        staff=not user.is_applicant,
    )


def consent(given: Iterable[int], required: Sequence[ConsentText]) -> Refusal | None:
    """Every text in force must have been agreed to in just this version."""
    agreed = set(given)
    for text in required:
        if text.pk not in agreed:
            return Refusal("consent:missing", f"请阅读并勾选《{text.title}》。", field="consents")
    return None
