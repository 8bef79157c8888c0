"""`check`: is this the number of such a document, and what does it say about the person?"""

from collections.abc import Callable
from datetime import date

from zhupei.pure.identity.cards import read_foreigner_pr, read_hmt_residence, read_resident_id
from zhupei.pure.identity.characters import normalise
from zhupei.pure.identity.documents import DocumentType, Facts, IdentityCheck, Verdict
from zhupei.pure.identity.faults import IdentityFault
from zhupei.pure.identity.permits import read_hk_macao_permit, read_taiwan_permit
from zhupei.pure.identity.today import beijing_today

_READERS: dict[DocumentType, Callable[[str, date], Facts | IdentityFault]] = {
    DocumentType.RESIDENT_ID: read_resident_id,
    DocumentType.HK_MACAO_PERMIT: read_hk_macao_permit,
    DocumentType.TAIWAN_PERMIT: read_taiwan_permit,
    DocumentType.HMT_RESIDENCE: read_hmt_residence,
    DocumentType.FOREIGNER_PR: read_foreigner_pr,
}

# A Taiwan permit is any eight digits: too little to say that a wrong number is one.
_RECOGNISABLE = (
    DocumentType.HMT_RESIDENCE,
    DocumentType.FOREIGNER_PR,
    DocumentType.RESIDENT_ID,
    DocumentType.HK_MACAO_PERMIT,
)


def check(kind: DocumentType, raw: str, *, today: date | None = None) -> IdentityCheck:
    """Check `raw` as the number of a `kind` (domain section 4); never raises on any text.

    `today` decides what is in the future; without it, the present day in Beijing.
    """
    today = today or beijing_today()
    number = normalise(raw)
    facts = _READERS[kind](number, today)
    if isinstance(facts, Facts):
        return IdentityCheck(Verdict.VALID, kind, facts.number, facts.birth_date, facts.sex, None, None)
    fault = _other_document(kind, number, today) or facts
    return IdentityCheck(Verdict.INVALID, kind, number, None, None, fault.code, fault.reason)


def _other_document(kind: DocumentType, number: str, today: date) -> IdentityFault | None:
    """Says so when the refused number is a good number of another document: the likely slip is the type."""
    for other in _RECOGNISABLE:
        if other is not kind and isinstance(_READERS[other](number, today), Facts):
            return IdentityFault("other-document", f"这是{other.label}的号码，与所选的证件类型“{kind.label}”不符")
    return None
