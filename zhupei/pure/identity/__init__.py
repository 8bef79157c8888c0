"""Who somebody is, as far as a number or a name can tell: documents, names, phones, passwords, licences.

Pure functions on text and dates. Source: domain sections 4 and 5.4; the manual's registration page.
"""

from zhupei.pure.identity.characters import normalise
from zhupei.pure.identity.checking import check
from zhupei.pure.identity.documents import DocumentType, IdentityCheck, Sex, Verdict
from zhupei.pure.identity.eighteen import birth_date, check_digit, sex
from zhupei.pure.identity.faults import IdentityFault
from zhupei.pure.identity.licences import LicenceCheck, check_practising, check_qualification
from zhupei.pure.identity.masks import mask
from zhupei.pure.identity.mentions import mentions_number
from zhupei.pure.identity.names import check_name, name_key, normalise_name
from zhupei.pure.identity.passwords import password_faults
from zhupei.pure.identity.phones import check_phone, grouped_phone, mask_phone, normalise_phone

__all__ = [
    "DocumentType",
    "IdentityFault",
    "IdentityCheck",
    "LicenceCheck",
    "Sex",
    "Verdict",
    "birth_date",
    "check",
    "check_digit",
    "check_name",
    "check_phone",
    "check_practising",
    "check_qualification",
    "grouped_phone",
    "mask",
    "mask_phone",
    "mentions_number",
    "name_key",
    "normalise",
    "normalise_name",
    "normalise_phone",
    "password_faults",
    "sex",
]
