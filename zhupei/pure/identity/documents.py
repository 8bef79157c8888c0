"""The vocabulary of identity documents (domain section 4): types, sexes, the answer of a check."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DocumentType(StrEnum):
    """A kind of identity document; its number is the login. Which ones a cycle admits is its data."""

    RESIDENT_ID = "resident-id"
    HK_MACAO_PERMIT = "hk-macao-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    HMT_RESIDENCE = "hmt-residence"
    FOREIGNER_PR = "foreigner-pr"

    @property
    def label(self) -> str:
        """The official Chinese name of the document."""
        return _LABELS[self]

    @property
    def number_name(self) -> str:
        """How a message calls its number."""
        return _NUMBER_NAMES[self]


_LABELS = {
    DocumentType.RESIDENT_ID: "居民身份证",
    DocumentType.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
    DocumentType.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    DocumentType.HMT_RESIDENCE: "港澳台居民居住证",
    DocumentType.FOREIGNER_PR: "外国人永久居留身份证",
}

_NUMBER_NAMES = {
    DocumentType.RESIDENT_ID: "身份证号",
    DocumentType.HK_MACAO_PERMIT: "通行证号",
    DocumentType.TAIWAN_PERMIT: "通行证号",
    DocumentType.HMT_RESIDENCE: "居住证号",
    DocumentType.FOREIGNER_PR: "永久居留证号",
}


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        return "男" if self is Sex.MALE else "女"


class Verdict(StrEnum):
    VALID = "valid"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a well-formed number says: its canonical form, and what can be derived from it."""

    number: str
    birth_date: date | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """The answer of `check`.

    `number` is the canonical number when valid, otherwise the input without separators. `code` and `reason`
    are None when valid; `birth_date` and `sex` are None when invalid or when the number does not tell them.
    """

    verdict: Verdict
    kind: DocumentType
    number: str
    birth_date: date | None
    sex: Sex | None
    code: str | None
    reason: str | None

    @property
    def valid(self) -> bool:
        return self.verdict is Verdict.VALID
